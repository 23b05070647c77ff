package io.ddbvault.core.verify;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.event.TellReading;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.parallel.InParallel;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.CheckedFile;
import io.ddbvault.core.restore.KeySet;
import io.ddbvault.core.verify.ReadFile.FileRead;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files in this process, several at a time. Memory holds as many keys as it may; where the table has more, the
 * disk holds them.
 */
final class ReadFilesHere implements ReadFiles {
    private final BackupReader backups;
    private final long mostKeys;
    private final Path temporary;
    private final InstantSource clock;
    private final ProgressListener listener;

    /**
     * @param memoryBytes what keys may take
     * @param temporary a folder for keys that memory does not hold
     */
    ReadFilesHere(
            BackupReader backups, long memoryBytes, Path temporary, InstantSource clock, ProgressListener listener) {
        this.backups = backups;
        this.mostKeys = Math.max(1, memoryBytes / KeySet.BYTES_PER_KEY);
        this.temporary = temporary;
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public FilesRead read(List<CheckedFile> files, FoundKey key, String label, int threads, Stop stop) {
        long items = files.stream().mapToLong(file -> file.file().itemCount()).sum();
        try (SeenKeys seen = items <= mostKeys ? new KeysInMemory() : new KeysOnDisk(items, mostKeys, temporary)) {
            TellReading tell = new TellReading(label, items, clock, listener);
            FilesRead read = read(files, key, seen, tell, threads, stop);
            tell.end();
            return read;
        } catch (UncheckedIOException e) {
            throw new DdbvaultException(
                    ErrorCode.KEYS_DO_NOT_FIT,
                    "The keys could not be kept in %s: %s. Make room there, or give the process more memory."
                            .formatted(temporary, e.getMessage()),
                    e);
        }
    }

    private FilesRead read(
            List<CheckedFile> files, FoundKey key, SeenKeys seen, TellReading tell, int threads, Stop stop) {
        CollectProblems problems = new CollectProblems(CheckTable.MOST_PROBLEMS);
        AtomicBoolean keysDiffer = new AtomicBoolean();
        SeenKeys.Duplicates duplicates = (file, line) -> {
            if (key.certain()) {
                problems.add(
                        file, Problem.sameKey(backups.uri(files.get(file).file().key()), line));
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
        return new FilesRead(
                stopped,
                read.stream().filter(FileRead::whole).count(),
                read.stream().mapToLong(FileRead::items).sum(),
                read.stream().mapToLong(FileRead::bytes).sum(),
                problems.first(),
                problems.count(),
                keysDiffer.get() || read.stream().anyMatch(FileRead::lacksKey));
    }
}
