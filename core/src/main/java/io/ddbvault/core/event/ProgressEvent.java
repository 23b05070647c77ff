package io.ddbvault.core.event;

import io.ddbvault.core.cost.RestoreCost;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** What a run tells while it works. */
public sealed interface ProgressEvent {

    /** Something a user should know and that does not stop the run; the answer's {@code warnings} hold it too. */
    record Warning(String text) implements ProgressEvent {}

    /**
     * A restore began, or goes on.
     *
     * @param restoreId what to go on with, should it stop
     */
    record RestoreStarted(String restoreId) implements ProgressEvent {}

    /**
     * A table is about to be restored whole.
     *
     * @param table that is written
     * @param items of the backup
     */
    record RestoreEstimated(String table, long items, RestoreCost cost) implements ProgressEvent {}

    /**
     * A restore waits until the lock of its own run before, which ended without a word, expires: two minutes at most.
     *
     * @param owner that run's process, as people know it
     */
    record LockAwaited(String table, String owner, Instant until) implements ProgressEvent {}

    /**
     * A rehearsal of a restore began.
     *
     * @param drillId what it is called, which its table's tag says too
     */
    record DrillStarted(String drillId) implements ProgressEvent {}

    /** A rehearsal's table is being created: a line that helps to find it should the process die. */
    record ScratchTableCreated(String table) implements ProgressEvent {}

    /** A rehearsal's table is being deleted, and DynamoDB has agreed to it. */
    record ScratchTableDeleted(String table) implements ProgressEvent {}

    /**
     * A table is about to be exported.
     *
     * @param tableBytes by which DynamoDB bills the export, as of up to six hours ago; 0 for a table that is empty or newer
     * @param dollars by list prices, see {@link io.ddbvault.core.cost.EstimateCost}
     */
    record ExportEstimated(String table, long tableBytes, BigDecimal dollars) implements ProgressEvent {}

    /** A backup's export began, or was found running. */
    record ExportStarted(String table, String exportArn) implements ProgressEvent {}

    /** Exports are waited for. */
    record ExportsRunning(int running, int ended, Duration elapsed) implements ProgressEvent {}

    /** An export came to its end. */
    record ExportEnded(String table, boolean completed, long items, String reason) implements ProgressEvent {}

    /** What a table's restore is doing. */
    enum Phase {
        /** The backup and the table are checked. Its end is not told: the next phase, or the answer, does. */
        VALIDATE,
        /** What the table holds is noted. */
        NOTE,
        CLEAR,
        WRITE,
        /** The backup's items are gone through, and those are written that the table lacks, or has otherwise. */
        SIFT,
        /** The backup's items are gone through, and those that are asked for are written. */
        SELECT,
        /** What the table held is compared with the backup. */
        COMPARE,
        /** Items are read, of a backup or of a table, and checked or compared; no table is touched. */
        READ
    }

    /**
     * A table's restore entered a phase.
     *
     * @param expectedItems items that the phase will handle; for a clear approximate
     */
    record PhaseStarted(String table, Phase phase, long expectedItems) implements ProgressEvent {}

    /**
     * A table's restore went on; sent some ten times a second while it does, and at the end of each phase.
     *
     * @param items written, deleted or gone through so far
     * @param expectedItems as in {@link PhaseStarted}
     * @param bytes of item JSON sent so far
     * @param elapsed since the phase began
     * @param itemsBefore of the items, those of earlier runs of the same restore
     * @param stored writes or deletes of this run that DynamoDB acknowledged
     */
    record Advanced(
            String table,
            Phase phase,
            long items,
            long expectedItems,
            long bytes,
            Duration elapsed,
            long itemsBefore,
            long stored)
            implements ProgressEvent {
        public Advanced(
                String table,
                Phase phase,
                long items,
                long expectedItems,
                long bytes,
                Duration elapsed,
                long itemsBefore) {
            this(table, phase, items, expectedItems, bytes, elapsed, itemsBefore, items - itemsBefore);
        }

        public Advanced(String table, Phase phase, long items, long expectedItems, long bytes, Duration elapsed) {
            this(table, phase, items, expectedItems, bytes, elapsed, 0);
        }

        /** Items per second of this run; 0 at the very start. */
        public double rate() {
            return elapsed.isZero() ? 0 : (items - itemsBefore) / (elapsed.toNanos() / 1e9);
        }

        /** From 0 to 100; 100 where nothing is expected. */
        public double percent() {
            return expectedItems == 0 ? 100 : Math.min(100, 100.0 * items / expectedItems);
        }

        /** At the rate so far; zero where that is not known. */
        public Duration remaining() {
            double rate = rate();
            return rate == 0
                    ? Duration.ZERO
                    : Duration.ofMillis((long) (1000 * Math.max(0, expectedItems - items) / rate));
        }
    }

    /** A table's restore left a phase. */
    record PhaseEnded(String table, Phase phase, long items, Duration elapsed) implements ProgressEvent {}
}
