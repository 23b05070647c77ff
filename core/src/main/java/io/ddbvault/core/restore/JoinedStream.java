package io.ddbvault.core.restore;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/** Streams one behind the other, each made when its turn comes. Not thread-safe. */
final class JoinedStream extends InputStream {
    private final Iterator<InputStream> parts;
    private InputStream current = InputStream.nullInputStream();

    JoinedStream(Iterator<InputStream> parts) {
        this.parts = parts;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = current.read(buffer, offset, length);
        while (read < 0 && parts.hasNext()) {
            current = parts.next();
            read = current.read(buffer, offset, length);
        }
        return read;
    }
}
