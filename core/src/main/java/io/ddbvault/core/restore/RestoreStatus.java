package io.ddbvault.core.restore;

import io.ddbvault.core.state.TableLock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a restore stands, by its last checkpoint and by the locks on its tables. A working restore stores a checkpoint every
 * ten seconds, so its counts are that old at most.
 *
 * @param attempt how many processes worked on it so far
 * @param owner the last of them, as people know it
 * @param startedAt when the first of them began
 * @param updatedAt when this checkpoint was stored
 * @param date of the backup
 * @param environment that the restore is of
 * @param open tables that have not come to their end, in the request's order
 * @param ended results of those that have, in the request's order
 * @param warnings of the first process
 */
public record RestoreStatus(
        String restoreId,
        int attempt,
        String owner,
        Instant startedAt,
        Instant updatedAt,
        LocalDate date,
        String environment,
        List<OpenTable> open,
        List<TableResult> ended,
        List<String> warnings) {
    public RestoreStatus {
        open = List.copyOf(open);
        ended = List.copyOf(ended);
        warnings = List.copyOf(warnings);
    }

    /** Whether somebody works on it. */
    public enum State {
        /** A process holds the lock of one of its tables. One that died does so for two minutes more. */
        RUNNING,
        /** Nobody does, and it can go on. */
        STOPPED,
        /** Every table has its result. */
        ENDED
    }

    public State state() {
        if (open.isEmpty()) {
            return State.ENDED;
        }
        return alive().isPresent() ? State.RUNNING : State.STOPPED;
    }

    /** The lock that says who works on it now. */
    public Optional<TableLock> alive() {
        return open.stream()
                .flatMap(table -> Stream.ofNullable(table.lock()))
                .filter(lock -> lock.restoreId().equals(restoreId))
                .findFirst();
    }

    /** What goes on with it. */
    public String command() {
        return "ddbvault restore --restore-id " + restoreId;
    }

    /**
     * A table that has not come to its end.
     *
     * @param table the backed up table's name
     * @param target the name of the table that is written; mostly the same
     * @param expectedItems that the export's manifest counts
     * @param itemsCleared deletes acknowledged by DynamoDB
     * @param itemsPassedOver items of the backup that were gone through and are none of those that are asked for; null
     *     where all are
     * @param itemsPerSecond written, deleted or passed over, between the last two checkpoints; 0 where that is not known
     * @param lock the live lock on the target, of this restore or of another one; null if there is none
     * @param itemsKept not written because of what the table has; null where every item is to be written
     */
    public record OpenTable(
            String table,
            String target,
            TablePhase phase,
            long expectedItems,
            long itemsWritten,
            long itemsFailed,
            long itemsCleared,
            @Nullable Long itemsPassedOver,
            double itemsPerSecond,
            @Nullable TableLock lock,
            @Nullable Long itemsKept) {

        /** Of a restore of all items, every one to be written. */
        public OpenTable(
                String table,
                String target,
                TablePhase phase,
                long expectedItems,
                long itemsWritten,
                long itemsFailed,
                long itemsCleared,
                double itemsPerSecond,
                @Nullable TableLock lock) {
            this(
                    table,
                    target,
                    phase,
                    expectedItems,
                    itemsWritten,
                    itemsFailed,
                    itemsCleared,
                    null,
                    itemsPerSecond,
                    lock,
                    null);
        }

        /** Whether the items go to another table than they came from. */
        public boolean elsewhere() {
            return !target.equals(table);
        }

        /** The restore that keeps this one from going on with the table; empty if none does. */
        public Optional<TableLock> lockedByOther(String restoreId) {
            return Optional.ofNullable(lock).filter(live -> !Objects.equals(live.restoreId(), restoreId));
        }

        /** Items of the backup that were written, or need not be. */
        public long inTable() {
            return itemsWritten + (itemsKept == null ? 0 : itemsKept);
        }

        /** Items of the backup that are done with. */
        public long decided() {
            return inTable() + itemsFailed + (itemsPassedOver == null ? 0 : itemsPassedOver);
        }

        /** Until all is written, at the rate of late; empty where nothing is being written. */
        public Optional<Duration> remaining() {
            if (phase != TablePhase.WRITING || itemsPerSecond <= 0) {
                return Optional.empty();
            }
            long left = Math.max(0, expectedItems - decided());
            return Optional.of(Duration.ofSeconds((long) Math.ceil(left / itemsPerSecond)));
        }
    }
}
