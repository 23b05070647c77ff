package io.ddbvault.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Makes the data files of a table's export, all alike long, item by item: what they hold is never in memory. */
final class MakeData {
    static final String BEFORE_ITEM = "{\"Item\":";
    static final String AFTER_ITEM = "}\n";

    private static final long SEED = 20_261_123;
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

    private final Path folder;
    private final long items;
    private final int files;

    /**
     * @param folder an empty one
     * @param items of each table
     * @param files that they are spread over
     */
    MakeData(Path folder, long items, int files) {
        this.folder = folder;
        this.items = items;
        this.files = files;
    }

    /** Returned from, the files are there. */
    MadeData make(ItemSize size) {
        List<DataFile> made = IntStream.range(0, files)
                .parallel()
                .mapToObj(file -> Unchecked.get(() -> write(size, file)))
                .toList();
        return new MadeData(size, made);
    }

    private DataFile write(ItemSize size, int file) throws IOException {
        Path path = folder.resolve(stem(size, file) + ".json.gz");
        long first = items * file / files;
        long end = items * (file + 1) / files;
        GenerateItems generate = new GenerateItems(size, SEED + file);
        MessageDigest md5 = md5();
        try (OutputStream lines = new BufferedOutputStream(
                new GZIPOutputStream(new DigestOutputStream(Files.newOutputStream(path), md5), 64 << 10), 64 << 10)) {
            byte[] before = BEFORE_ITEM.getBytes(US_ASCII);
            byte[] after = AFTER_ITEM.getBytes(US_ASCII);
            for (long number = first; number < end; number++) {
                lines.write(before);
                lines.write(generate.item(number));
                lines.write(after);
            }
        }
        byte[] sum = md5.digest();
        String etag = HexFormat.of().formatHex(md5().digest(sum)) + "-1";
        return new DataFile(path, end - first, Base64.getEncoder().encodeToString(sum), etag);
    }

    /** As a real export has them: 26 characters, the base32 of a version-3 UUID. */
    private static String stem(ItemSize size, int file) {
        UUID uuid = UUID.nameUUIDFromBytes((size.label() + file).getBytes(US_ASCII));
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        // 26 characters hold 130 bits.
        BigInteger bits = new BigInteger(1, bytes).shiftLeft(2);
        StringBuilder stem = new StringBuilder();
        for (int i = 25; i >= 0; i--) {
            stem.append(BASE32.charAt(bits.shiftRight(5 * i).intValue() & 31));
        }
        return stem.toString();
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
