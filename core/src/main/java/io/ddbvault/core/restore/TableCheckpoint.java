package io.ddbvault.core.restore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the restore of one table is that has not come to its end.
 *
 * @param source the table that was backed up
 * @param target the table that is written
 * @param targetArn its ARN
 * @param targetId its id: another one means that it was made anew, and that what was written is gone
 * @param exportArn the export that is restored, whatever the backup's manifest says by now; null for rejects
 * @param exportFolder where it lies, with a trailing slash
 * @param fingerprint of its data files as they were validated
 * @param expectedItems that the export's manifest counts; lines of the rejects
 * @param phase what is being done
 * @param cleared deletes that DynamoDB acknowledged
 * @param written the writes
 * @param existing what the table held before, for {@link TablePhase#DELETING}; null where it is not noted
 * @param itemsPerSecond the rate of late, for those who watch
 */
record TableCheckpoint(
        String source,
        String target,
        String targetArn,
        @Nullable String targetId,
        @Nullable String exportArn,
        String exportFolder,
        String fingerprint,
        long expectedItems,
        TablePhase phase,
        long cleared,
        Written written,
        @Nullable ExistingKeys existing,
        double itemsPerSecond) {

    /** The same with what a unit came to, if that is not in it yet. */
    TableCheckpoint with(Unit unit, TableCheckpoint done) {
        boolean write = unit.kind() == Unit.Kind.WRITE;
        return new TableCheckpoint(
                source,
                target,
                targetArn,
                targetId,
                exportArn,
                exportFolder,
                fingerprint,
                expectedItems,
                phase,
                write ? cleared : cleared + done.cleared(),
                write ? written.with(unit, done.written()) : written,
                existing,
                itemsPerSecond);
    }

    /**
     * What was written, by files.
     *
     * @param filesDone positions of the files that are read to their end and written, from 1
     * @param filesOpen what of the others is written, by position
     * @param stored items that DynamoDB acknowledged, in these files and lines
     * @param failed items that it refused there, and lines that are no items
     * @param failures the first of these
     * @param faults what is wrong with the data beyond single items
     * @param rejects where all of the failed are
     * @param selected what became of the keys that were asked for; null where all items are
     * @param kept items there that were not written because of what the table has; null where every item is to be written
     */
    record Written(
            LineRanges filesDone,
            Map<Integer, LineRanges> filesOpen,
            long stored,
            long failed,
            List<FailedItem> failures,
            List<String> faults,
            List<RejectsSegment> rejects,
            @Nullable Selected selected,
            @Nullable Long kept) {
        static final Written NOTHING = new Written(new LineRanges(), Map.of(), 0, 0, List.of(), List.of(), List.of());

        Written {
            filesOpen = Map.copyOf(filesOpen);
            failures = List.copyOf(failures);
            faults = List.copyOf(faults);
            rejects = List.copyOf(rejects);
        }

        /** Where all items are asked for, and every one is to be written. */
        Written(
                LineRanges filesDone,
                Map<Integer, LineRanges> filesOpen,
                long stored,
                long failed,
                List<FailedItem> failures,
                List<String> faults,
                List<RejectsSegment> rejects) {
            this(filesDone, filesOpen, stored, failed, failures, faults, rejects, null, null);
        }

        /** Nothing yet. */
        static Written nothing(WriteMode mode) {
            return mode.keeps() ? NOTHING.with(0L) : NOTHING;
        }

        /** Nothing yet of a file's stretch, which is the only one that is to be written. */
        static Written nothingOf(LineRanges others, WriteMode mode) {
            Written nothing = nothing(mode);
            return others.count() == 0
                    ? nothing
                    : new Written(
                            nothing.filesDone,
                            Map.of(1, others),
                            0,
                            0,
                            List.of(),
                            List.of(),
                            List.of(),
                            nothing.selected,
                            nothing.kept);
        }

        private Written with(Long newKept) {
            return new Written(filesDone, filesOpen, stored, failed, failures, faults, rejects, selected, newKept);
        }

        /**
         * What is known of a file's lines with those that a unit did; empty if some of them are known already, or the
         * unit's counts do not add up with them.
         */
        static Optional<LineRanges> joined(
                Unit unit, Written done, LineRanges filesDone, Map<Integer, LineRanges> filesOpen) {
            if (filesDone.coveredUntil(unit.number()) >= unit.number()) {
                return Optional.empty();
            }
            LineRanges lines =
                    filesOpen.getOrDefault(unit.number(), new LineRanges()).copy();
            long before = lines.count();
            if (done.filesDone().count() == 1) {
                lines.include(unit.first(), unit.last());
            } else {
                lines.include(done.filesOpen().getOrDefault(1, new LineRanges()), unit.first(), unit.last());
            }
            return lines.count() - before == done.decided() ? Optional.of(lines) : Optional.empty();
        }

        private Written with(Unit unit, Written done) {
            LineRanges lines = joined(unit, done, filesDone, filesOpen).orElse(null);
            if (lines == null) {
                return this;
            }
            Map<Integer, LineRanges> open = new HashMap<>(filesOpen);
            open.put(unit.number(), lines);
            return new Written(
                    filesDone,
                    open,
                    stored + done.stored,
                    failed + done.failed,
                    failures,
                    faults,
                    rejects,
                    selected,
                    kept == null ? null : Long.valueOf(kept + (done.kept == null ? 0 : done.kept)));
        }

        /** Items that were written, or need not be. */
        long inTable() {
            return stored + (kept == null ? 0 : kept);
        }

        /** Lines that are done with: in the table, failed or passed over. */
        long decided() {
            return inTable() + failed + (selected == null ? 0 : selected.passedOver());
        }

        /** What there was to write, as far as it is known; a key of which nothing was found counts for one. */
        long expectedItems(long ofBackup) {
            return selected == null ? ofBackup : inTable() + failed + selected.missing();
        }

        Map<Integer, LineRanges> filesOpenInOrder() {
            return new TreeMap<>(filesOpen);
        }
    }

    /**
     * What became of the keys that were asked for.
     *
     * @param keys how many
     * @param found those that selected an item in the files and lines that are done; from 1
     * @param passedOver items there that none of them selects
     */
    record Selected(long keys, LineRanges found, long passedOver) {
        long missing() {
            return keys - found.count();
        }
    }

    /**
     * The object that holds the fingerprints of the keys that the table held before the first write.
     *
     * @param key in the bucket
     * @param count of keys
     */
    record ExistingKeys(String key, long count) {}
}
