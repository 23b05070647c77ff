package io.ddbvault.aws;

import io.ddbvault.core.error.DdbvaultException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object's content. Where the connection breaks off, it goes on from the same byte of the same version of the object:
 * a file of gigabytes is read for many minutes, and some connection always breaks. Closed before its end, it gives up
 * the connection: the SDK's own stream would read the rest first. Not thread-safe.
 */
final class ObjectStream extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectStream.class);
    /** How often in a row it may break off without a single byte more. */
    private static final int MOST_BREAKS = 5;

    private final String uri;
    private final Opener opener;
    private final long length;
    private ResponseInputStream<GetObjectResponse> content;
    private long count;
    private int breaks;
    private boolean closed;

    /** Opens the object from a byte on, with the same ETag each time. */
    interface Opener {
        /** @throws DdbvaultException if it is gone, changed or denied, or S3 stays away through the SDK's retries */
        ResponseInputStream<GetObjectResponse> open(long from);
    }

    ObjectStream(String uri, Opener opener) {
        this.uri = uri;
        this.opener = opener;
        this.content = opener.open(0);
        this.length = content.response().contentLength();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int wanted) throws IOException {
        while (true) {
            try {
                int read = content.read(bytes, offset, wanted);
                if (read < 0 && count < length) {
                    throw new EOFException("%d of %d bytes came".formatted(count, length));
                }
                if (read > 0) {
                    count += read;
                    breaks = 0;
                }
                return read;
            } catch (IOException | SdkException e) {
                goOn(e);
            }
        }
    }

    private void goOn(Exception broken) throws IOException {
        content.abort();
        if (closed || ++breaks > MOST_BREAKS) {
            throw new IOException(
                    "the connection broke off %d times at byte %d: %s".formatted(breaks, count, broken.getMessage()),
                    broken);
        }
        LOG.info("The connection to {} broke off at byte {} of {}; going on from there", uri, count, length);
        content = opener.open(count);
        String range = content.response().contentRange();
        if (range == null || !range.startsWith("bytes " + count + "-")) {
            // Not every store knows ranges; what came instead must not be taken for the rest.
            throw new IOException(
                    "the connection broke off at byte %d, and the rest was not to be had".formatted(count));
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (count == length) {
            content.close();
        } else {
            content.abort();
        }
    }
}
