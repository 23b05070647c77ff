package io.ddbvault.core.diff;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for this run alone, which only its user may read: what it holds may be keys, and items. Gone when it is
 * closed.
 */
final class TemporaryFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);

    private final Path path;

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    /**
     * @param parent a folder that exists
     * @param bytes that will be needed
     * @throws DdbvaultException {@code NO_DISK_SPACE}
     */
    static TemporaryFolder create(Path parent, long bytes) {
        try {
            long room = Files.getFileStore(parent).getUsableSpace();
            if (room < bytes) {
                throw new DdbvaultException(
                        ErrorCode.NO_DISK_SPACE,
                        "The comparison needs about %,d MiB of temporary files, and %s has %,d MiB free. Make room there, or name another folder with --temp-dir."
                                .formatted(mebibytes(bytes), parent, room >> 20));
            }
            // Java gives such a folder to its owner alone.
            return new TemporaryFolder(Files.createTempDirectory(parent, "ddbvault-diff-"));
        } catch (IOException e) {
            throw new DdbvaultException(
                    ErrorCode.NO_DISK_SPACE,
                    "No temporary files can be made in %s (%s). Name another folder with --temp-dir."
                            .formatted(parent, e),
                    e);
        }
    }

    private static long mebibytes(long bytes) {
        return (bytes >> 20) + 1;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** What a temporary file's failure means. */
    static DdbvaultException failed(Path file, IOException e) {
        return new DdbvaultException(
                ErrorCode.NO_DISK_SPACE,
                "The temporary file %s could not be written or read (%s). Make room there, or name another folder with --temp-dir."
                        .formatted(file, e.getMessage()),
                e);
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("{} was not deleted: {}", path, e.getMessage());
        }
    }
}
