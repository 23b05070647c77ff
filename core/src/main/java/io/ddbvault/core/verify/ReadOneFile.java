package io.ddbvault.core.verify;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.event.TellReading;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.CheckedFile;
import java.io.Serializable;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Reads one data file to its last byte, where its keys are compared with those of the other files somewhere else. For each
 * file a new one.
 */
public final class ReadOneFile {
    private final BackupReader backups;
    private final FoundKey key;
    private final BooleanSupplier halt;

    /** @param halt whether nobody wants the rest any more */
    public ReadOneFile(BackupReader backups, FoundKey key, BooleanSupplier halt) {
        this.backups = backups;
        this.key = key;
        this.halt = halt;
    }

    /** Hears of the key of each item, in the order of lines. */
    @FunctionalInterface
    public interface Keys {
        void add(KeyFingerprint key, long line);
    }

    /**
     * What was read of one file.
     *
     * @param whole whether to its last byte
     * @param stopped whether it was not, because nobody wants the rest any more
     * @param items that were found
     * @param bytes compressed
     * @param lacksKey whether an item does not have the key that the table has now, which need not be the exported one's
     * @param problems the first ones, in the order of lines
     * @param problemCount how many there are in all
     */
    public record FileRead(
            boolean whole,
            boolean stopped,
            long items,
            long bytes,
            boolean lacksKey,
            List<Problem> problems,
            long problemCount)
            implements Serializable {
        public FileRead {
            problems = List.copyOf(problems);
        }
    }

    /** @throws DdbvaultException if it could not be read, through no fault of its own */
    public FileRead read(CheckedFile file, Keys keys) {
        CollectProblems problems = new CollectProblems(CheckTable.MOST_PROBLEMS);
        TellReading silent =
                new TellReading("", file.file().itemCount(), InstantSource.system(), ProgressListener.NONE);
        ReadFile.FileRead read =
                new ReadFile(backups, key, new HandOn(keys), problems, (index, line) -> {}, silent, halt).read(0, file);
        return new FileRead(
                read.whole(),
                read.stopped(),
                read.items(),
                read.bytes(),
                read.lacksKey(),
                problems.first(),
                problems.count());
    }

    /** Knows of no duplicates. */
    private record HandOn(Keys keys) implements SeenKeys {
        @Override
        public void add(KeyFingerprint key, int file, long line, Duplicates duplicates) {
            keys.add(key, line);
        }

        @Override
        public boolean end(Duplicates duplicates, Stop stop) {
            return true;
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
