package io.ddbvault.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object's content. Closed before its end, it gives up the connection: the SDK's own stream would read the rest
 * first, which may be gigabytes. Not thread-safe.
 */
final class ObjectStream extends FilterInputStream {
    private final ResponseInputStream<GetObjectResponse> content;
    private final @Nullable Long length;
    private long count;
    private boolean closed;

    ObjectStream(ResponseInputStream<GetObjectResponse> content) {
        super(content);
        this.content = content;
        this.length = content.response().contentLength();
    }

    @Override
    public int read() throws IOException {
        try {
            int value = content.read();
            count += value < 0 ? 0 : 1;
            return value;
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int read = content.read(bytes, offset, length);
            count += Math.max(read, 0);
            return read;
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public long skip(long wanted) throws IOException {
        // By reading, so that the count stays right.
        byte[] skipped = new byte[(int) Math.min(8192, Math.max(0, wanted))];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (length != null && count == length) {
            content.close();
        } else {
            content.abort();
        }
    }
}
