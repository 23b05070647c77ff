package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.state.TableLock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether no other restore wrote a table since the one that goes on stopped. Else the first half of its items may be gone,
 * and once it had written the second half it would call the table restored. The table's last lock tells who had it since,
 * and the checkpoint of each, which is stored before its first write, what it did.
 */
final class RequireLastWriter {
    private final ReadCheckpoint readCheckpoint;
    private final BackupLayout layout;

    RequireLastWriter(ReadCheckpoint readCheckpoint, BackupLayout layout) {
        this.readCheckpoint = readCheckpoint;
        this.layout = layout;
    }

    /**
     * @param source the table's name in the backup; one that is open in the checkpoint
     * @param last the table's lock, expired
     * @throws DdbvaultException {@code BACKUP_CHANGED}; what the bucket throws
     */
    void require(RestoreCheckpoint goesOn, String source, TableLock last) {
        TableCheckpoint table = Objects.requireNonNull(goesOn.open().get(source));
        if (!table.phase().isBegun()) {
            return;
        }
        List<String> others =
                last.since(goesOn.restoreId()).orElseThrow(() -> written(table, last.restoreId(), goesOn));
        for (String other : others) {
            if (wrote(other, table.target(), goesOn.restoreId())) {
                throw written(table, other, goesOn);
            }
        }
    }

    private static DdbvaultException written(TableCheckpoint table, String other, RestoreCheckpoint goesOn) {
        return new DdbvaultException(
                ErrorCode.BACKUP_CHANGED,
                "%s was written by the restore %s since the restore %s stopped, so that going on would leave a mixture of both. Restore it anew, without restore_id."
                        .formatted(table.target(), other, goesOn.restoreId()));
    }

    private boolean wrote(String other, String target, String goesOn) {
        Optional<RestoreCheckpoint> stored;
        try {
            stored = readCheckpoint.find(other).map(ReadCheckpoint.StoredCheckpoint::checkpoint);
        } catch (DdbvaultException e) {
            if (e.code() == ErrorCode.CHECKPOINT_UNREADABLE) {
                return true;
            }
            throw e;
        }
        return stored.filter(checkpoint -> !isOfItsRejects(checkpoint.request(), goesOn))
                .filter(checkpoint -> wrote(checkpoint, target))
                .isPresent();
    }

    /** They are the very items that the restore which goes on could not write. */
    private boolean isOfItsRejects(RestoreRequest other, String goesOn) {
        return !other.rejects().isEmpty()
                && other.rejects().stream().allMatch(key -> key.contains(layout.restore(goesOn)));
    }

    private static boolean wrote(RestoreCheckpoint other, String target) {
        return other.open().values().stream()
                        .anyMatch(table ->
                                table.target().equals(target) && table.phase().isBegun())
                || other.ended().values().stream()
                        .anyMatch(table -> table.target().equals(target)
                                && (table.status() == TableStatus.COMPLETED
                                        || table.itemsWritten() + table.itemsCleared() > 0));
    }
}
