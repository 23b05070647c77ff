package io.ddbvault.core.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts the bytes that pass and computes their MD5. Not thread-safe. */
public final class MeasuredInputStream extends FilterInputStream {
    private final MessageDigest md5;
    private long count;
    private boolean ended;

    public MeasuredInputStream(InputStream in) {
        super(in);
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        if (read < 0) {
            ended = true;
        } else {
            md5.update(buffer, offset, read);
            count += read;
        }
        return read;
    }

    /**
     * At least 1 until the end was seen. GZIPInputStream looks for another gzip member only if something is available,
     * and a stream from the network often says 0 in mid-file: the rest would be lost without an error.
     */
    @Override
    public int available() throws IOException {
        return ended ? 0 : Math.max(1, in.available());
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = 0;
        while (skipped < bytes && read() >= 0) {
            skipped++;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Reads what is left, so that count and MD5 are those of the whole stream. */
    public void drain() throws IOException {
        byte[] rest = new byte[8192];
        while (read(rest, 0, rest.length) >= 0) {
            // counted and hashed by read
        }
    }

    /** Bytes read so far. */
    public long count() {
        return count;
    }

    /** Lower-case hex; ends the computation, so to be asked for once. */
    public String md5() {
        return HexFormat.of().formatHex(md5.digest());
    }
}
