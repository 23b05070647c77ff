package io.ddbvault.local;

import com.google.common.io.BaseEncoding;
import io.ddbvault.local.ReadTables.ItemSlice;
import io.ddbvault.local.TableSnapshot.DataFile;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** Writes one data file of an export: a line for each item, as one gzip member. */
final class DataFileWriter implements Closeable {
    private static final byte[] BEFORE_ITEM = "{\"Item\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] AFTER_ITEM = "}\n".getBytes(StandardCharsets.UTF_8);

    private final Path path;
    private final MessageDigest md5;
    private final OutputStream lines;
    private long itemCount;

    private DataFileWriter(Path path) throws IOException {
        this.path = path;
        this.md5 = Md5.digest();
        this.lines = new BufferedOutputStream(
                new GZIPOutputStream(new DigestOutputStream(Files.newOutputStream(path), md5), 8192), 32 * 1024);
    }

    static DataFileWriter create(Path folder) throws IOException {
        return new DataFileWriter(folder.resolve(newStem() + ".json.gz"));
    }

    void write(ItemSlice item) throws IOException {
        lines.write(BEFORE_ITEM);
        ByteBuffer json = item.item();
        lines.write(json.array(), json.arrayOffset() + json.position(), json.remaining());
        lines.write(AFTER_ITEM);
        itemCount++;
    }

    long itemCount() {
        return itemCount;
    }

    /** Ends the file. */
    DataFile finish() throws IOException {
        lines.close();
        byte[] sum = md5.digest();
        return new DataFile(path, itemCount, Md5.base64(sum), Md5.onePartETag(sum));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** Every stem of a real export is the base32 of a version-3 UUID. */
    private static String newStem() {
        UUID random = UUID.randomUUID();
        UUID stem = UUID.nameUUIDFromBytes(bytes(random));
        return BaseEncoding.base32().lowerCase().omitPadding().encode(bytes(stem));
    }

    private static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }
}
