package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.format.ReadKey;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.restore.Portion.UnreadableLine;
import io.ddbvault.core.restore.TableCheckpoint.Selected;
import io.ddbvault.core.restore.TableCheckpoint.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The account of a table's writes, by file and line: what is in it once is done, is stored in the checkpoint, and is not
 * done again. A portion that was stopped half-way counts as acknowledged, and is done again as a whole by whoever goes
 * on. Thread-safe.
 */
final class WriteLedger implements Ledger {
    private static final int FAILURES_NAMED = 10;
    private static final int FAULTS_NAMED = 10;

    private final String table;
    private final KeySchema keySchema;
    private final List<CheckedFile> files;
    private final CollectRejects rejects;
    /** How many keys were asked for; 0 for all items. */
    private final int keys;

    private final LineRanges filesDone;
    private final Map<Integer, LineRanges> filesOpen = new HashMap<>();
    private final List<Integer> readToTheEnd = new ArrayList<>();
    private long stored;
    private long failed;
    private long passedOver;
    private final LineRanges keysFound;
    /** Null where every item is to be written. */
    private @Nullable Long kept;

    private final List<FailedItem> failures;
    private final List<String> dataFaults;

    /** Of this run alone. */
    private final List<String> runFaults = new ArrayList<>();

    private final List<FailedItem> halfDoneFailures = new ArrayList<>();
    private final Set<Integer> halfDoneKeys = new TreeSet<>();
    private long halfDoneStored;
    private long halfDoneFailed;
    private long halfDoneKept;

    /**
     * @param table the target
     * @param earlier what earlier runs wrote
     * @param keys how many are asked for; 0 for all items
     */
    WriteLedger(
            String table,
            KeySchema keySchema,
            List<CheckedFile> files,
            Written earlier,
            CollectRejects rejects,
            int keys) {
        this.table = table;
        this.keySchema = keySchema;
        this.files = files;
        this.rejects = rejects;
        this.keys = keys;
        Selected selected = earlier.selected();
        this.passedOver = selected == null ? 0 : selected.passedOver();
        this.keysFound = selected == null ? new LineRanges() : selected.found().copy();
        this.filesDone = earlier.filesDone().copy();
        earlier.filesOpen().forEach((file, lines) -> filesOpen.put(file, lines.copy()));
        this.stored = earlier.stored();
        this.failed = earlier.failed();
        this.kept = earlier.kept();
        this.failures = new ArrayList<>(earlier.failures());
        this.dataFaults = new ArrayList<>(earlier.faults());
    }

    /** What is left to do: every file that is not done, each with its lines that are. */
    synchronized List<RestoreUnit> openUnits() {
        List<RestoreUnit> units = new ArrayList<>();
        for (int index = 1; index <= files.size(); index++) {
            if (filesDone.coveredUntil(index) < index) {
                units.add(new RestoreUnit(
                        index,
                        files.get(index - 1),
                        filesOpen.getOrDefault(index, new LineRanges()).copy()));
            }
        }
        return units;
    }

    @Override
    public synchronized void enter(Portion portion, StoreBatch.Result result) {
        RestoreUnit unit = Objects.requireNonNull(portion.unit(), "a write has a file");
        WriteBatch batch = portion.batch();
        WriteTally tally = result.tally();
        List<FailedItem> failedHere = failedItems(portion, tally);
        if (batch != null && tally.decided() < batch.size()) {
            halfDoneStored += tally.stored();
            halfDoneFailed += tally.failed();
            halfDoneKeys.addAll(portion.keys());
            halfDoneKept += tally.kept();
            addFirst(halfDoneFailures, failedHere);
            return;
        }
        filesOpen.computeIfAbsent(unit.index(), index -> new LineRanges()).add(portion.first(), portion.last());
        stored += tally.stored();
        failed += failedHere.size();
        passedOver += portion.passedOver();
        portion.keys().forEach(key -> found(keysFound, key));
        kept = plus(kept, tally.kept());
        addFirst(failures, failedHere);
        tally.faults().forEach(this::dataFault);
        closeIfDone(unit.index());
        reject(portion, tally);
    }

    /**
     * Takes over what became of a unit that somebody else did. Once: what overlaps with what is here, or does not add up,
     * is left out as a whole, and is done again by whoever goes on.
     *
     * @param done the unit's own account, in which its file is the only one, and the lines are done that are not its
     */
    synchronized void join(Unit unit, Written done) {
        done.faults().forEach(this::dataFault);
        Optional<LineRanges> lines = Written.joined(unit, done, filesDone, filesOpen);
        if (lines.isEmpty()) {
            return;
        }
        int file = unit.number();
        filesOpen.put(file, lines.get());
        stored += done.stored();
        failed += done.failed();
        kept = plus(kept, done.kept() == null ? 0 : done.kept());
        addFirst(failures, done.failures());
        rejects.take(done.rejects());
        Selected selected = done.selected();
        if (selected != null) {
            passedOver += selected.passedOver();
            keysFound.include(selected.found(), 1, keys);
        }
        if (done.filesDone().count() == 1 && !readToTheEnd.contains(file)) {
            readToTheEnd.add(file);
        }
        closeIfDone(file);
    }

    /** Whether something is wrong with the data itself. */
    synchronized boolean hasDataFaults() {
        return !dataFaults.isEmpty();
    }

    /** Keys count from 0, and their positions in the ranges from 1. */
    private static void found(LineRanges found, int key) {
        if (found.coveredUntil(key + 1L) <= key) {
            found.add(key + 1L, key + 1L);
        }
    }

    @Override
    public synchronized void fault(String sentence) {
        if (runFaults.size() < FAULTS_NAMED) {
            runFaults.add(sentence);
        }
    }

    private static @Nullable Long plus(@Nullable Long count, long more) {
        return count == null ? null : Long.valueOf(count + more);
    }

    /** Something is wrong with the data itself, which no later run mends: one sentence. */
    synchronized void dataFault(String sentence) {
        if (dataFaults.size() < FAULTS_NAMED && !dataFaults.contains(sentence)) {
            dataFaults.add(sentence);
        }
    }

    /** The file was read to its end, and is as its manifest says. */
    synchronized void fileRead(RestoreUnit unit) {
        readToTheEnd.add(unit.index());
        closeIfDone(unit.index());
    }

    /** Done is a file only if it is known to be whole, and all its lines are through. */
    private void closeIfDone(int index) {
        LineRanges lines = filesOpen.getOrDefault(index, new LineRanges());
        if (readToTheEnd.contains(index)
                && lines.count() == files.get(index - 1).file().itemCount()) {
            filesOpen.remove(index);
            readToTheEnd.remove((Integer) index);
            filesDone.add(index, index);
        }
    }

    private List<FailedItem> failedItems(Portion portion, WriteTally tally) {
        List<FailedItem> items = new ArrayList<>();
        for (UnreadableLine line : portion.unreadable()) {
            items.add(new FailedItem(line.place(), null, line.reason()));
        }
        WriteBatch batch = portion.batch();
        for (WriteTally.Failure failure : tally.failures()) {
            int index = Objects.requireNonNull(batch).indexOf(failure.place());
            String key = ReadKey.asJson(batch.body(), batch.start(index), batch.end(index), keySchema);
            items.add(new FailedItem(failure.place(), key, failure.reason()));
        }
        return items;
    }

    private void reject(Portion portion, WriteTally tally) {
        List<byte[]> lines = new ArrayList<>();
        for (UnreadableLine line : portion.unreadable()) {
            lines.add(EncodeReject.unreadable(table, line));
        }
        WriteBatch batch = portion.batch();
        for (WriteTally.Failure failure : tally.failures()) {
            int index = Objects.requireNonNull(batch).indexOf(failure.place());
            lines.add(EncodeReject.item(
                    table, failure.place(), failure.reason(), batch.body(), batch.start(index), batch.end(index)));
        }
        rejects.add(lines);
    }

    private static void addFirst(List<FailedItem> named, List<FailedItem> more) {
        for (FailedItem item : more) {
            if (named.size() < FAILURES_NAMED) {
                named.add(item);
            }
        }
    }

    /**
     * For the checkpoint. The rejects that it names are in the bucket when this returns.
     *
     * @throws DdbvaultException if they could not be stored
     */
    synchronized Written written() {
        rejects.flush();
        Map<Integer, LineRanges> open = new HashMap<>();
        filesOpen.forEach((file, lines) -> open.put(file, lines.copy()));
        return new Written(
                filesDone.copy(),
                open,
                stored,
                failed,
                failures,
                dataFaults,
                rejects.segments(),
                selected(keysFound.copy()),
                kept);
    }

    private @Nullable Selected selected(LineRanges found) {
        return keys == 0 ? null : new Selected(keys, found, passedOver);
    }

    /** Lines that no later run need look at. */
    synchronized long decided() {
        return stored + failed + passedOver + (kept == null ? 0 : kept);
    }

    /** What this and earlier runs came to. */
    synchronized Sum sum() {
        List<FailedItem> named = new ArrayList<>(failures);
        addFirst(named, halfDoneFailures);
        List<String> faults = new ArrayList<>(dataFaults);
        faults.addAll(runFaults);
        LineRanges found = keysFound.copy();
        halfDoneKeys.forEach(key -> found(found, key));
        return new Sum(
                filesDone.count(),
                filesDone.count() == files.size(),
                stored + halfDoneStored,
                failed + halfDoneFailed,
                named,
                faults,
                !runFaults.isEmpty(),
                selected(found),
                plus(kept, halfDoneKept));
    }

    /**
     * @param files read to their end, with the right number of lines and the right MD5, and written
     * @param allFiles whether these are all
     * @param stored items that DynamoDB acknowledged
     * @param failed items that it refused, and lines that are no items
     * @param failures the first of these
     * @param faults what is wrong beyond single items
     * @param brokenOff whether some of that ended this run before its time
     * @param selected what became of the keys that were asked for; null where all items are
     * @param kept items that were not written because of what the table has; null where every item is to be written
     */
    record Sum(
            long files,
            boolean allFiles,
            long stored,
            long failed,
            List<FailedItem> failures,
            List<String> faults,
            boolean brokenOff,
            @Nullable Selected selected,
            @Nullable Long kept) {
        static final Sum NOTHING = new Sum(0, false, 0, 0, List.of(), List.of(), false);

        /** Where all items are asked for, and every one is to be written. */
        Sum(
                long files,
                boolean allFiles,
                long stored,
                long failed,
                List<FailedItem> failures,
                List<String> faults,
                boolean brokenOff) {
            this(files, allFiles, stored, failed, failures, faults, brokenOff, null, null);
        }

        /** Items that were written, or need not be. */
        long inTable() {
            return stored + (kept == null ? 0 : kept);
        }

        /** What there was to write, as far as it is known; a key of which nothing was found counts for one. */
        long expectedItems(long ofBackup) {
            return selected == null ? ofBackup : inTable() + failed + selected.missing();
        }
    }
}
