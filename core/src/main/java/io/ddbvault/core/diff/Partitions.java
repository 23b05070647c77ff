package io.ddbvault.core.diff;

import io.ddbvault.core.format.KeyFingerprint;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Records in temporary files, by a part of a key's fingerprint: those of equal keys are in the same file, and files are of
 * about one size. A record is the key's fingerprint and some bytes. Adding is thread-safe; reading comes after all adding.
 *
 * <p>A file is open only while its buffer is written to it: processes may have few files open, and partitions are many.
 */
final class Partitions {
    private static final int HEAD_BYTES = KeyFingerprint.BYTES + Integer.BYTES;

    private final Part[] parts;
    private final int level;

    /** Hears of one record. */
    @FunctionalInterface
    interface Reader {
        void record(KeyFingerprint key, byte[] content) throws IOException;
    }

    /**
     * @param name of its files, before their numbers
     * @param count how many partitions
     * @param level 0, and one more where the records of one partition are parted again
     * @param bufferBytes for each
     */
    Partitions(TemporaryFolder folder, String name, int count, int level, int bufferBytes) {
        this.parts = new Part[count];
        this.level = level;
        for (int i = 0; i < count; i++) {
            parts[i] = new Part(folder.file("%s-%03d".formatted(name, i)), bufferBytes);
        }
    }

    int count() {
        return parts.length;
    }

    /** Each level by bits of its own, or nothing would be parted any more. */
    private int index(KeyFingerprint key) {
        long bits = level == 0 ? key.high() >>> 16 : key.low() >>> (8 * (level - 1));
        return (int) Long.remainderUnsigned(bits, parts.length);
    }

    void add(KeyFingerprint key, byte[] content) {
        parts[index(key)].add(key, content);
    }

    /** Puts everything into the files, so that it can be read. */
    void flush() {
        for (Part part : parts) {
            part.flush();
        }
    }

    /** How many records are in this partition. */
    long records(int partition) {
        return parts[partition].records;
    }

    /** The records' bytes, without their keys. */
    long bytes(int partition) {
        return parts[partition].contentBytes;
    }

    /** In the order in which they were added. */
    void read(int partition, Reader reader) {
        parts[partition].read(reader);
    }

    /** Makes room on the disk. */
    void delete(int partition) {
        parts[partition].delete();
    }

    private static final class Part {
        private final Path path;
        private final int bufferBytes;
        private ByteBuffer buffer = ByteBuffer.allocate(0);
        private long records;
        private long contentBytes;

        Part(Path path, int bufferBytes) {
            this.path = path;
            this.bufferBytes = bufferBytes;
        }

        synchronized void add(KeyFingerprint key, byte[] content) {
            int bytes = HEAD_BYTES + content.length;
            if (buffer.remaining() < bytes) {
                write();
                if (buffer.capacity() < bytes) {
                    buffer = ByteBuffer.allocate(Math.max(bytes, bufferBytes));
                }
            }
            buffer.putLong(key.high()).putLong(key.low()).putInt(content.length).put(content);
            records++;
            contentBytes += content.length;
        }

        synchronized void flush() {
            write();
            buffer = ByteBuffer.allocate(0);
        }

        private void write() {
            if (buffer.position() == 0) {
                return;
            }
            try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                out.write(buffer.array(), 0, buffer.position());
            } catch (IOException e) {
                throw TemporaryFolder.failed(path, e);
            }
            buffer.clear();
        }

        void read(Reader reader) {
            if (records == 0) {
                return;
            }
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 64 << 10))) {
                for (long i = 0; i < records; i++) {
                    KeyFingerprint key = new KeyFingerprint(in.readLong(), in.readLong());
                    int length = in.readInt();
                    byte[] content = in.readNBytes(length);
                    if (content.length < length) {
                        throw new EOFException("it ends too early");
                    }
                    reader.record(key, content);
                }
            } catch (IOException e) {
                throw TemporaryFolder.failed(path, e);
            }
        }

        void delete() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw TemporaryFolder.failed(path, e);
            }
        }
    }
}
