package io.ddbvault.core.verify;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.event.TellReading;
import io.ddbvault.core.manifest.ExportSummary;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.parallel.InParallel;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.CheckedFile;
import io.ddbvault.core.restore.KeySet;
import io.ddbvault.core.verify.FindKey.FoundKey;
import io.ddbvault.core.verify.ReadFile.FileRead;
import io.ddbvault.core.verify.VerifiedTable.Counts;
import io.ddbvault.core.verify.VerifiedTable.State;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chosen data files of one table to their last byte, several at a time, and looks for keys that occur twice among
 * all of them. Memory holds as many keys as it may; where the table has more, the disk holds them.
 */
final class ReadTable {
    private final BackupReader backups;
    private final FindKey findKey;
    private final long mostKeys;
    private final Path temporary;
    private final InstantSource clock;
    private final ProgressListener listener;

    /**
     * @param memoryBytes what keys may take
     * @param temporary a folder for keys that memory does not hold
     */
    ReadTable(
            BackupReader backups,
            FindKey findKey,
            long memoryBytes,
            Path temporary,
            InstantSource clock,
            ProgressListener listener) {
        this.backups = backups;
        this.findKey = findKey;
        this.mostKeys = Math.max(1, memoryBytes / KeySet.BYTES_PER_KEY);
        this.temporary = temporary;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * @param table with something to read
     * @param label how progress calls it
     * @throws DdbvaultException for what concerns the whole run
     */
    VerifiedTable read(CheckedTable table, String label, int threads, Stop stop) {
        if (stop.reached()) {
            return notVerified(table, Read.NOTHING, "Not read: the run was stopped by %s.".formatted(stop.reason()));
        }
        TableExport entry = Objects.requireNonNull(table.entry(), "what has files to read has an entry");
        ExportSummary summary = Objects.requireNonNull(table.summary(), "what has files to read has a summary");
        FoundKey key = findKey.find(entry, summary);
        long items = table.toRead().stream()
                .mapToLong(file -> file.file().itemCount())
                .sum();
        try (SeenKeys seen = items <= mostKeys ? new KeysInMemory() : new KeysOnDisk(items, mostKeys, temporary)) {
            TellReading tell = new TellReading(label, items, clock, listener);
            Read read = read(table.toRead(), key, seen, tell, threads, stop);
            tell.end();
            return result(table, key, read, stop);
        } catch (DdbvaultException e) {
            if (e.code().concernsTheRun() && !e.code().passes()) {
                throw e;
            }
            return notVerified(table, Read.NOTHING, e.text());
        } catch (UncheckedIOException e) {
            return notVerified(
                    table,
                    Read.NOTHING,
                    "The keys could not be kept in %s: %s. Make room there, or give the process more memory."
                            .formatted(temporary, e.getMessage()));
        }
    }

    /**
     * What was read of a table.
     *
     * @param keysDiffer whether the items do not have the key that the table has now, which need not be the exported one's
     */
    private record Read(
            boolean stopped, long files, long items, long bytes, CollectProblems problems, boolean keysDiffer) {
        static final Read NOTHING = new Read(false, 0, 0, 0, new CollectProblems(1), false);
    }

    private Read read(List<CheckedFile> files, FoundKey key, SeenKeys seen, TellReading tell, int threads, Stop stop) {
        CollectProblems problems = new CollectProblems(CheckTable.MOST_PROBLEMS);
        AtomicBoolean keysDiffer = new AtomicBoolean();
        SeenKeys.Duplicates duplicates = (file, line) -> {
            if (key.certain()) {
                String uri = backups.uri(files.get(file).file().key());
                problems.add(file, Problem.inLine(uri, line, "has the same key as another item"));
            } else {
                keysDiffer.set(true);
            }
        };
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        ReadFile readFile = new ReadFile(
                backups, key, seen, problems, duplicates, tell, () -> stop.reached() || failure.get() != null);
        // Nobody may still read when the keys are closed: so a failure ends the others, and is thrown behind them.
        List<FileRead> read =
                InParallel.map(IntStream.range(0, files.size()).boxed().toList(), threads, index -> {
                    try {
                        return readFile.read(index, files.get(index));
                    } catch (DdbvaultException | UncheckedIOException e) {
                        failure.compareAndSet(null, e);
                        return FileRead.NOTHING;
                    }
                });
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        boolean stopped = read.stream().anyMatch(FileRead::stopped) || !seen.end(duplicates, stop);
        return new Read(
                stopped,
                read.stream().filter(FileRead::whole).count(),
                read.stream().mapToLong(FileRead::items).sum(),
                read.stream().mapToLong(FileRead::bytes).sum(),
                problems,
                keysDiffer.get() || read.stream().anyMatch(FileRead::lacksKey));
    }

    private static VerifiedTable result(CheckedTable table, FoundKey key, Read read, Stop stop) {
        VerifiedTable before = table.result();
        long count = before.problemCount() + read.problems().count();
        String stopped = read.stopped()
                ? "Not read to the end: the run was stopped by %s after %d of %d files."
                        .formatted(stop.reason(), read.files(), table.toRead().size())
                : null;
        if (count == 0 && stopped != null) {
            return notVerified(table, read, stopped);
        }
        List<String> remarks = new ArrayList<>(before.remarks());
        if (stopped != null) {
            remarks.add(stopped);
        }
        if (key.unknown() != null) {
            remarks.add(key.unknown());
        } else if (read.keysDiffer()) {
            remarks.add(
                    "The items do not have the key that the table has now, %s: it is another table than the exported one. So duplicate keys were not looked for, and a restore into this table would be refused."
                            .formatted(key.schema()));
        }
        return new VerifiedTable(
                before.date(),
                before.table(),
                count == 0 ? State.GOOD : State.BAD,
                before.exportArn(),
                counts(before, read),
                Stream.concat(before.problems().stream(), read.problems().first().stream())
                        .limit(CheckTable.MOST_PROBLEMS)
                        .toList(),
                count,
                remarks,
                null);
    }

    private static Counts counts(VerifiedTable before, Read read) {
        Counts counts = before.counts();
        return new Counts(
                counts.files(),
                counts.items(),
                counts.bytes(),
                counts.filesRead() + read.files(),
                read.items(),
                counts.bytesRead() + read.bytes());
    }

    private static VerifiedTable notVerified(CheckedTable table, Read read, String reason) {
        VerifiedTable before = table.result();
        if (before.state() != State.BAD) {
            return VerifiedTable.without(
                    before.date(),
                    before.table(),
                    State.NOT_VERIFIED,
                    before.exportArn(),
                    counts(before, read),
                    reason);
        }
        // What is known to be bad stays so.
        List<String> remarks = new ArrayList<>(before.remarks());
        remarks.add(reason);
        return new VerifiedTable(
                before.date(),
                before.table(),
                State.BAD,
                before.exportArn(),
                counts(before, read),
                before.problems(),
                before.problemCount(),
                remarks,
                null);
    }
}
