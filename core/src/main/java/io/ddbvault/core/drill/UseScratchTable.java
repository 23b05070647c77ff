package io.ddbvault.core.drill;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent.ScratchTableCreated;
import io.ddbvault.core.event.ProgressEvent.ScratchTableDeleted;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.ScratchTables;
import io.ddbvault.core.port.ScratchTables.Deletion;
import io.ddbvault.core.port.ScratchTables.ScratchTable;
import io.ddbvault.core.port.Tables;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Creates a scratch table, has something done with it, and deletes it, whatever happened meanwhile. What it could not delete
 * is named, with the command that does.
 */
final class UseScratchTable {
    static final String CLEAN_UP = "'ddbvault drill --cleanup' deletes it.";

    /** In AWS it takes seconds; tables that wait for others take minutes. */
    private static final Duration CREATES_WITHIN = Duration.ofMinutes(10);
    /** A table that is being created has to become ACTIVE before it can be deleted. */
    private static final Duration DELETES_WITHIN = Duration.ofMinutes(10);
    /** So long a new table, or its tags, may not be seen yet. */
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(20);

    private final Tables tables;
    private final ScratchTables scratchTables;
    private final InstantSource clock;
    private final JitteredPause pause;
    private final ProgressListener listener;

    UseScratchTable(
            Tables tables,
            ScratchTables scratchTables,
            InstantSource clock,
            JitteredPause pause,
            ProgressListener listener) {
        this.tables = tables;
        this.scratchTables = scratchTables;
        this.clock = clock;
        this.pause = pause;
        this.listener = listener;
    }

    /**
     * What came of it.
     *
     * @param left why the table is still there, in a sentence; null if it is deleted
     */
    record Used<T>(T result, @Nullable String left) {}

    /**
     * @param keep leaves the table there
     * @param stop once reached, the table is not waited for any more; it is deleted all the same
     * @throws DdbvaultException what {@code work} throws, with a remark if the table is still there; what keeps the table from
     *     being created
     */
    <T> Used<T> use(ScratchTable table, KeySchema keys, boolean keep, Stop stop, Function<TableDescription, T> work) {
        create(table, keys, stop);
        T result;
        try {
            result = work.apply(awaitActive(table, stop));
        } catch (DdbvaultException e) {
            throw withRemark(e, keep ? kept(table) : delete(table));
        } catch (RuntimeException | Error e) {
            String left = keep ? kept(table) : delete(table);
            if (left != null) {
                e.addSuppressed(new IllegalStateException(left));
            }
            throw e;
        }
        return new Used<>(result, keep ? kept(table) : delete(table));
    }

    private void create(ScratchTable table, KeySchema keys, Stop stop) {
        if (stop.reached()) {
            throw new DdbvaultException(
                    ErrorCode.STOPPED, "Stopped by %s; no table was created.".formatted(stop.reason()));
        }
        try {
            if (!scratchTables.create(table, keys) && !isOurs(table)) {
                throw new DdbvaultException(
                        ErrorCode.AWS_REFUSED,
                        "There is a table %s already, which is not of this drill; nothing of it was touched. Start the drill again: it chooses another name."
                                .formatted(table.name()));
            }
        } catch (DdbvaultException e) {
            // Whoever gave no usable answer may have created it; who refused has not.
            throw e.code().passes() ? withRemark(e, delete(table)) : e;
        }
        listener.on(new ScratchTableCreated(table.name()));
    }

    private boolean isOurs(ScratchTable table) {
        Instant giveUp = clock.instant().plus(SEEN_WITHIN);
        for (int round = 0; ; round++) {
            String drill = scratchTables
                    .tags(table.name())
                    .map(tags -> tags.get(ScratchTables.DRILL_TAG))
                    .orElse(null);
            if (drill != null || !clock.instant().isBefore(giveUp)) {
                return table.drillId().equals(drill);
            }
            pause.pause(round);
        }
    }

    private TableDescription awaitActive(ScratchTable table, Stop stop) {
        Instant giveUp = clock.instant().plus(CREATES_WITHIN);
        for (int round = 0; ; round++) {
            TableDescription found = tables.describe(table.name()).orElse(null);
            if (found != null && found.isActive()) {
                return found;
            }
            if (stop.reached()) {
                throw new DdbvaultException(
                        ErrorCode.STOPPED,
                        "Stopped by %s while the scratch table was created; nothing was compared."
                                .formatted(stop.reason()));
            }
            if (!clock.instant().isBefore(giveUp)) {
                throw new DdbvaultException(
                        ErrorCode.TABLE_NOT_ACTIVE,
                        "The scratch table %s is %s after %d minutes, not ACTIVE. Start the drill again later."
                                .formatted(
                                        table.name(),
                                        found == null ? "not there" : found.status(),
                                        CREATES_WITHIN.toMinutes()));
            }
            pause.pause(round, stop);
        }
    }

    private static String kept(ScratchTable table) {
        return "The scratch table %s was kept, as asked. 'ddbvault drill --cleanup --kept' deletes it."
                .formatted(table.name());
    }

    /** @return why the table is still there; null if it is not */
    private @Nullable String delete(ScratchTable table) {
        try {
            String obstacle = obstacle(table);
            if (obstacle == null) {
                listener.on(new ScratchTableDeleted(table.name()));
                return null;
            }
            return stillThere(table, obstacle);
        } catch (RuntimeException e) {
            // What the drill found, or why it failed, is more than this.
            return stillThere(table, String.valueOf(e.getMessage()));
        }
    }

    private static String stillThere(ScratchTable table, String obstacle) {
        return "The scratch table %s could not be deleted (%s). %s".formatted(table.name(), obstacle, CLEAN_UP);
    }

    /** What keeps the table from being deleted; null once it is. Not ended by a stop: it is what a stop ends with. */
    private @Nullable String obstacle(ScratchTable table) {
        Instant began = clock.instant();
        for (int round = 0; ; round++) {
            String obstacle;
            Duration patience;
            try {
                Deletion deletion = scratchTables.delete(table.name(), table.drillId());
                patience = deletion == Deletion.NOT_YET ? DELETES_WITHIN : SEEN_WITHIN;
                obstacle = switch (deletion) {
                    case DELETED -> null;
                    case ABSENT -> clock.instant().isBefore(began.plus(SEEN_WITHIN)) ? "it is not seen" : null;
                    case NOT_ITS_OWN -> "its tag %s does not name this drill".formatted(ScratchTables.DRILL_TAG);
                    case NOT_YET -> "it is still being created";
                };
            } catch (DdbvaultException e) {
                if (!e.code().passes()) {
                    throw e;
                }
                obstacle = e.text();
                patience = DELETES_WITHIN;
            }
            if (obstacle == null || !clock.instant().isBefore(began.plus(patience))) {
                return obstacle;
            }
            pause.pause(round);
        }
    }

    private static DdbvaultException withRemark(DdbvaultException e, @Nullable String remark) {
        return remark == null ? e : new DdbvaultException(e.code(), e.text() + " " + remark, e);
    }
}
