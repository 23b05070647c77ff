package io.ddbvault.core.drill;

import io.ddbvault.core.drill.CleanedDrills.Outcome;
import io.ddbvault.core.drill.CleanedDrills.Table;
import io.ddbvault.core.drill.DrillRecord.State;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.ScratchTables;
import io.ddbvault.core.port.ScratchTables.Deletion;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.RestoreId;
import io.ddbvault.core.state.ReadLock;
import io.ddbvault.core.state.TableLock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the scratch tables of drills that died. A table is deleted only if its tag names a drill of this bucket, that drill's
 * record names the table, and the drill is not at work: neither its record nor a restore's lock on the table is alive. Of
 * whatever else has such a name, it is said why it is left.
 */
public final class CleanUpDrills {
    private final BackupReader backups;
    private final BackupLayout layout;
    private final Tables tables;
    private final ScratchTables scratchTables;
    private final InstantSource clock;
    private final ReadLock readLock;

    public CleanUpDrills(
            BackupReader backups,
            BackupLayout layout,
            Tables tables,
            ScratchTables scratchTables,
            InstantSource clock) {
        this.backups = backups;
        this.layout = layout;
        this.tables = tables;
        this.scratchTables = scratchTables;
        this.clock = clock;
        this.readLock = new ReadLock(backups, layout);
    }

    /**
     * @param alsoKept deletes also those that a drill was asked to keep
     * @throws DdbvaultException if the tables cannot be listed; what concerns one table is its own failure
     */
    public CleanedDrills cleanUp(boolean alsoKept) {
        List<Table> done = new ArrayList<>();
        for (String name : scratchTables.names()) {
            cleanUp(name, alsoKept).ifPresent(done::add);
        }
        return new CleanedDrills(done);
    }

    /** @return empty if the table is gone, or going, already */
    private Optional<Table> cleanUp(String name, boolean alsoKept) {
        String drillId = null;
        try {
            Map<String, String> tags = scratchTables.tags(name).orElse(null);
            TableDescription table = tables.describe(name).orElse(null);
            if (tags == null || table == null || table.status().equals("DELETING")) {
                return Optional.empty();
            }
            drillId = tags.get(ScratchTables.DRILL_TAG);
            if (drillId == null || !RestoreId.isOne(drillId)) {
                return left(
                        name,
                        null,
                        "No drill made it: it has no tag %s with a drill's id.".formatted(ScratchTables.DRILL_TAG));
            }
            String reason = reasonToLeave(table, drillId, alsoKept);
            return reason == null ? delete(name, drillId) : left(name, drillId, reason);
        } catch (DdbvaultException e) {
            if (e.code() == ErrorCode.INVALID_SETTINGS || e.code() == ErrorCode.BUCKET_NOT_FOUND) {
                throw e;
            }
            return Optional.of(new Table(name, drillId, Outcome.FAILED, e.text()));
        }
    }

    private @Nullable String reasonToLeave(TableDescription table, String drillId, boolean alsoKept) {
        DrillRecord record = record(drillId).orElse(null);
        if (record == null || !record.scratch().equals(table.name())) {
            return "Its drill %s is not known in %s: clean up with that drill's bucket and prefix. If you know that nobody needs it, 'aws dynamodb delete-table --table-name %s' deletes it."
                    .formatted(drillId, backups.uri(layout.root()), table.name());
        }
        if (record.isAtWorkAt(clock.instant())) {
            return "Its drill %s is at work: %s, seen alive at %s."
                    .formatted(drillId, record.owner(), Timestamps.format(record.renewedAt()));
        }
        TableLock lock = readLock.read(table.arn())
                .filter(found -> found.isLiveAt(clock.instant()))
                .orElse(null);
        if (lock != null) {
            return "It is being restored by %s, seen alive at %s."
                    .formatted(lock.owner(), Timestamps.format(lock.renewedAt()));
        }
        if (record.state() == State.KEPT && !alsoKept) {
            return "Its drill %s was asked to keep it. '--cleanup --kept' deletes it.".formatted(drillId);
        }
        return null;
    }

    private Optional<DrillRecord> record(String drillId) {
        String key = layout.drillRecord(drillId);
        return backups.read(key, DrillRecord.MAX_BYTES)
                .map(object -> DrillRecord.parse(object.bytes(), backups.uri(key)));
    }

    private Optional<Table> delete(String name, String drillId) {
        Deletion deletion = scratchTables.delete(name, drillId);
        return switch (deletion) {
            case DELETED ->
                Optional.of(new Table(name, drillId, Outcome.DELETED, "Left by the drill %s.".formatted(drillId)));
            case ABSENT -> Optional.empty();
            case NOT_ITS_OWN -> left(name, drillId, "Its tag was changed at this moment.");
            case NOT_YET ->
                Optional.of(new Table(
                        name, drillId, Outcome.FAILED, "It is being created or changed. Try again in some minutes."));
        };
    }

    private static Optional<Table> left(String name, @Nullable String drillId, String reason) {
        return Optional.of(new Table(name, drillId, Outcome.LEFT, reason));
    }
}
