package io.ddbvault.core.verify;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.KeySet;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a table that memory does not hold all at once: their fingerprints go into files by a part of the
 * fingerprint, so that equal ones meet in the same file, and at the end each file is looked through by itself. Keys
 * themselves are not written.
 */
final class KeysOnDisk implements SeenKeys {
    private static final Logger LOG = LoggerFactory.getLogger(KeysOnDisk.class);

    /** A fingerprint, the number of a file, the number of a line. */
    private static final int BYTES_PER_KEY = KeyFingerprint.BYTES + Integer.BYTES + Long.BYTES;

    private static final int BUFFER_BYTES = 32 << 10;
    private static final int MOST_PARTS = 512;
    private static final int LOOK_AT_STOP_EVERY = 4096;

    private final Path folder;
    private final List<Part> parts = new ArrayList<>();

    /**
     * @param keysAtOnce how many the memory holds
     * @param temporary where there is room
     * @throws DdbvaultException {@code KEYS_DO_NOT_FIT} if there is none
     */
    KeysOnDisk(long keys, long keysAtOnce, Path temporary) {
        try {
            requireRoom(keys, temporary);
            folder = Files.createTempDirectory(temporary, "ddbvault-verify-");
            // By a hash the parts differ in size by a thousandth; a tenth is for small ones.
            long count = Math.max(1, Math.min(MOST_PARTS, (long) Math.ceil(1.1 * keys / keysAtOnce)));
            for (int i = 0; i < count; i++) {
                parts.add(new Part(folder.resolve("keys-%03d".formatted(i))));
            }
        } catch (IOException e) {
            throw doNotFit(keys, temporary, String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireRoom(long keys, Path temporary) throws IOException {
        long needed = keys * BYTES_PER_KEY;
        long room = Files.getFileStore(temporary).getUsableSpace();
        if (room < needed) {
            throw new IOException("there are %d MiB".formatted(room >> 20));
        }
    }

    private static DdbvaultException doNotFit(long keys, Path temporary, String why, IOException e) {
        return new DdbvaultException(
                ErrorCode.KEYS_DO_NOT_FIT,
                "To find duplicate keys among %d items takes %d MiB in %s: %s. Make room there, or give the process more memory; the items were not read."
                        .formatted(keys, ((keys * BYTES_PER_KEY) >> 20) + 1, temporary, why),
                e);
    }

    @Override
    public void add(KeyFingerprint key, int file, long line, Duplicates duplicates) {
        // Other bits than those by which the keys of one part are found among each other.
        int part = (int) Long.remainderUnsigned(key.low() >>> 8, parts.size());
        parts.get(part).add(key, file, line);
    }

    @Override
    public boolean end(Duplicates duplicates, Stop stop) {
        for (Part part : parts) {
            if (!part.end(duplicates, stop)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        parts.forEach(Part::close);
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.warn("{} was not deleted: {}", folder, e.getMessage());
        }
    }

    /** One file. */
    private static final class Part {
        private final Path path;
        private final DataOutputStream out;
        private long count;

        Part(Path path) throws IOException {
            this.path = path;
            this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES));
        }

        synchronized void add(KeyFingerprint key, int file, long line) {
            try {
                out.writeLong(key.high());
                out.writeLong(key.low());
                out.writeInt(file);
                out.writeLong(line);
                count++;
            } catch (IOException e) {
                throw new UncheckedIOException(path + " could not be written", e);
            }
        }

        boolean end(Duplicates duplicates, Stop stop) {
            KeySet keys = new KeySet();
            try {
                out.close();
                try (DataInputStream in =
                        new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES))) {
                    for (long i = 0; i < count; i++) {
                        if (i % LOOK_AT_STOP_EVERY == 0 && stop.reached()) {
                            return false;
                        }
                        KeyFingerprint key = new KeyFingerprint(in.readLong(), in.readLong());
                        int file = in.readInt();
                        long line = in.readLong();
                        if (keys.mark(key, KeySet.BACKED_UP) != 0) {
                            duplicates.found(file, line);
                        }
                    }
                    return true;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(path + " could not be read", e);
            }
        }

        void close() {
            try {
                out.close();
            } catch (IOException e) {
                LOG.warn("{} was not written to its end: {}", path, e.getMessage());
            }
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                LOG.warn("{} was not deleted: {}", path, e.getMessage());
            }
        }
    }
}
