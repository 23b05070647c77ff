package io.ddbvault.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second instance off a data directory: both would write the same files. */
final class DataLock implements AutoCloseable {
    private final FileChannel file;

    private DataLock(FileChannel file) {
        this.file = file;
    }

    static DataLock take(Path directory) throws IOException {
        FileChannel file =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(file) == null) {
            file.close();
            throw new IOException("data directory " + directory + " is in use by another local AWS");
        }
        return new DataLock(file);
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Gives the lock back too; so does the end of the process, however it comes. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
