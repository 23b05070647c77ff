package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.format.ReadKey;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.TableCheckpoint.ExistingKeys;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * The two ends of a restore that never leaves its table empty: before the first write it notes which keys the table holds,
 * and after the last it deletes those of them that the backup has not. What came meanwhile stays.
 */
final class ReplaceContents {
    /** Keys between two looks at the memory. */
    private static final int LOOK_EACH = 10_000;

    private final BackupReader backups;
    private final Tables tables;
    private final KeepExistingKeys keepExistingKeys;
    private final ClearTable clearTable;
    private final JitteredPause pause;
    private final CheckKeysFit checkKeysFit;
    private final KeyMemory keyMemory;

    /**
     * @param checkKeysFit whether a table's keys fit at all
     * @param keyMemory what the tables that are restored side by side have for them together
     */
    ReplaceContents(
            BackupReader backups,
            Tables tables,
            KeepExistingKeys keepExistingKeys,
            ClearTable clearTable,
            JitteredPause pause,
            CheckKeysFit checkKeysFit,
            KeyMemory keyMemory) {
        this.backups = backups;
        this.tables = tables;
        this.keepExistingKeys = keepExistingKeys;
        this.clearTable = clearTable;
        this.pause = pause;
        this.checkKeysFit = checkKeysFit;
        this.keyMemory = keyMemory;
    }

    /**
     * Notes what the table holds; the table is only read.
     *
     * @return what kept it from its end, unless that is the stop
     * @throws DdbvaultException {@code KEYS_DO_NOT_FIT}; what the store throws
     */
    WriteTally note(TableProgress progress, String restoreId, int attempt, RunPhase phase) {
        long expected = progress.table().table().itemCount() + LOOK_EACH;
        while (true) {
            try (KeyMemory.Part memory = keyMemory.take(expected, phase.stop())) {
                if (memory == null) {
                    return WriteTally.EMPTY;
                }
                Noting noting = new Noting(progress.table(), memory);
                WriteTally tally = noting.run(phase);
                if (!noting.isCrowdedOut()) {
                    if (!phase.stop().reached() && tally.faults().isEmpty()) {
                        noting.keep(progress, restoreId, attempt);
                    }
                    return tally;
                }
            }
            // Far more than DescribeTable said, beside the keys of other tables: it is noted anew when there is all
            // room.
            expected = Long.MAX_VALUE;
        }
    }

    /** One scan of a table, to know its keys. */
    private final class Noting {
        private final ValidatedTable table;
        private final KeyMemory.Part memory;
        private final KeySet existing = new KeySet();
        private final AtomicLong noted = new AtomicLong();
        private final AtomicBoolean crowdedOut = new AtomicBoolean();

        Noting(ValidatedTable table, KeyMemory.Part memory) {
            this.table = table;
            this.memory = memory;
        }

        WriteTally run(RunPhase phase) {
            ClearLedger ledger = new ClearLedger();
            phase.run(
                    Phase.NOTE,
                    scan(table, this::note, ledger, phase),
                    ledger,
                    0,
                    table.table().itemCount());
            return ledger.sum();
        }

        boolean isCrowdedOut() {
            return crowdedOut.get();
        }

        private boolean note(byte[] key) {
            long count = noted.incrementAndGet();
            if (count % LOOK_EACH == 0) {
                checkKeysFit.require(table, count);
                // Room for those to come until the next look.
                if (!memory.holds(count + LOOK_EACH) && !memory.isAll()) {
                    crowdedOut.set(true);
                    throw new DdbvaultException(
                            ErrorCode.KEYS_DO_NOT_FIT, "The scan of %s begins anew.".formatted(table.name()));
                }
            }
            existing.mark(fingerprint(key, table), KeySet.EXISTED);
            return false;
        }

        void keep(TableProgress progress, String restoreId, int attempt) {
            checkKeysFit.require(table, existing.size());
            progress.noted(keepExistingKeys.keep(restoreId, attempt, table.name(), existing));
        }
    }

    /**
     * Deletes what was noted and is not in the backup.
     *
     * @throws DdbvaultException {@code KEYS_DO_NOT_FIT}; what the store throws
     */
    WriteTally delete(TableProgress progress, RunPhase phase) {
        ValidatedTable table = progress.table();
        ExistingKeys kept = Objects.requireNonNull(progress.existing(), "noted before the first write");
        checkKeysFit.require(table, kept.count());
        long keys = kept.count() + table.contents().itemCount();
        try (KeyMemory.Part memory = keyMemory.take(keys, phase.stop())) {
            return memory == null ? WriteTally.EMPTY : delete(progress, kept, phase);
        }
    }

    private WriteTally delete(TableProgress progress, ExistingKeys kept, RunPhase phase) {
        ValidatedTable table = progress.table();
        KeySet keys = new KeySet();
        keepExistingKeys.load(kept, keys);
        ClearLedger reading = new ClearLedger();
        Queue<CheckedFile> files = new ConcurrentLinkedQueue<>(table.files());
        KeySchema keySchema = table.table().keySchema();
        List<ReadBackupKeys> readers = Stream.generate(() -> new ReadBackupKeys(backups, keySchema, files, keys))
                .limit(phase.plan().readers())
                .toList();
        phase.run(Phase.COMPARE, readers, reading, 0, table.contents().itemCount());
        if (phase.stop().reached() || !reading.sum().faults().isEmpty()) {
            return reading.sum();
        }
        LongAdder added = new LongAdder();
        WriteTally deleted = clearTable.clear(
                progress,
                key -> {
                    byte marks = keys.marks(fingerprint(key, table));
                    if (marks == 0) {
                        added.increment();
                    }
                    return marks == KeySet.EXISTED;
                },
                phase);
        progress.added(added.sum());
        return deleted;
    }

    private List<ReadExistingKeys> scan(
            ValidatedTable table, ReadExistingKeys.Choice choice, ClearLedger ledger, RunPhase phase) {
        return Tables.Segment.of(phase.plan().scanSegments()).stream()
                .map(segment ->
                        new ReadExistingKeys(tables, table.table(), segment, choice, ledger, pause, phase.stop()))
                .toList();
    }

    private static KeyFingerprint fingerprint(byte[] key, ValidatedTable table) {
        KeySchema schema = table.table().keySchema();
        return ReadKey.read(key, 0, key.length, schema)
                .map(values -> KeyFingerprint.of(values, schema))
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.INTERNAL_ERROR,
                        "A scan of %s gave a row without the table's key. Nothing was deleted for it."
                                .formatted(table.name())));
    }
}
