package io.ddbvault.local;

import com.google.common.util.concurrent.Striped;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.HttpResponse;
import org.gaul.s3proxy.blobstore.HttpResponseException;
import org.gaul.s3proxy.blobstore.KeyNotFoundException;
import org.gaul.s3proxy.blobstore.domain.Blob;
import org.gaul.s3proxy.blobstore.domain.BlobMetadata;
import org.gaul.s3proxy.blobstore.domain.MultipartPart;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.blobstore.options.CopyOptions;
import org.gaul.s3proxy.blobstore.options.PutOptions;

/**
 * Lets one write of an object run at a time, and compares the ETag of a put with {@code If-Match} under the same lock.
 * S3Proxy compares before it reads the body, so that of several such puts more than one would win. Its {@code
 * If-None-Match: *} is atomic by itself.
 */
final class SerializeWrites extends ForwardingBlobStore {
    /** So many that two objects in use at once hardly ever share one. */
    private final Striped<Lock> locks = Striped.lazyWeakLock(1 << 20);

    SerializeWrites(BlobStore store) {
        super(store);
    }

    @Override
    public String putBlob(String container, Blob blob, PutOptions options) {
        String name = blob.getMetadata().name();
        return alone(container, name, () -> {
            compareETag(container, name, options);
            return super.putBlob(container, blob, options);
        });
    }

    private void compareETag(String container, String name, PutOptions options) {
        String expected = options.ifMatch();
        if (expected == null) {
            return;
        }
        BlobMetadata present = delegate().blobMetadata(container, name);
        if (present == null) {
            throw new KeyNotFoundException(container, name, "");
        }
        if (!expected.equals("*") && !unquoted(expected).equals(unquoted(String.valueOf(present.eTag())))) {
            throw new HttpResponseException(new HttpResponse(412));
        }
    }

    /** What a delete on a condition came to. */
    enum Removal {
        REMOVED,
        /** It has another ETag. */
        CHANGED,
        ABSENT
    }

    /** @param expected an ETag, or {@code *} for any */
    Removal removeIfMatch(String container, String name, String expected) {
        return alone(container, name, () -> {
            BlobMetadata present = delegate().blobMetadata(container, name);
            if (present == null) {
                return Removal.ABSENT;
            }
            if (!expected.equals("*") && !unquoted(expected).equals(unquoted(String.valueOf(present.eTag())))) {
                return Removal.CHANGED;
            }
            super.removeBlob(container, name);
            return Removal.REMOVED;
        });
    }

    private static String unquoted(String eTag) {
        return eTag.replace("\"", "");
    }

    @Override
    public String copyBlob(
            String fromContainer, String fromName, String toContainer, String toName, CopyOptions options) {
        return alone(toContainer, toName, () -> super.copyBlob(fromContainer, fromName, toContainer, toName, options));
    }

    @Override
    public String completeMultipartUpload(MultipartUpload upload, List<MultipartPart> parts) {
        return alone(upload.containerName(), upload.blobName(), () -> super.completeMultipartUpload(upload, parts));
    }

    @Override
    public void removeBlob(String container, String name) {
        alone(container, name, () -> {
            super.removeBlob(container, name);
            return name;
        });
    }

    @Override
    public void removeBlobs(String container, Iterable<String> names) {
        names.forEach(name -> removeBlob(container, name));
    }

    private <T> T alone(String container, String name, Supplier<T> write) {
        Lock lock = locks.get(container + '/' + name);
        lock.lock();
        try {
            return write.get();
        } finally {
            lock.unlock();
        }
    }
}
