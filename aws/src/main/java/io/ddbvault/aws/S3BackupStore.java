package io.ddbvault.aws;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.port.BackupStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.utils.Md5Utils;

/**
 * The backups' bucket on S3. Thread-safe.
 *
 * <p>Small reads and writes are repeated by the SDK where the network or S3 fails. So a conditional put whose answer got
 * lost may meet its own object when it is repeated, and then reports a conflict although it wrote; callers read the
 * object again after a conflict and find their own content there. A stream from {@link #open} that breaks off goes on
 * from the same byte; only when that fails again and again does it throw {@link IOException}.
 */
public final class S3BackupStore implements BackupStore {
    private static final int PRECONDITION_FAILED = 412;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final S3Client s3;
    private final String bucket;
    private final @Nullable String expectedOwner;
    private final @Nullable String kmsKeyId;
    private final AwsErrors errors;

    /**
     * @param expectedOwner the account that must own the bucket, 12 digits; null to take any
     * @param kmsKeyId the key that what is written gets encrypted with; null for AES256
     */
    public S3BackupStore(S3Client s3, String bucket, @Nullable String expectedOwner, @Nullable String kmsKeyId) {
        this.s3 = s3;
        this.bucket = bucket;
        this.expectedOwner = expectedOwner;
        this.kmsKeyId = kmsKeyId;
        this.errors = AwsErrors.ofS3(s3.serviceClientConfiguration(), expectedOwner != null);
    }

    @Override
    public Optional<SmallObject> read(String key, int maxBytes) {
        try {
            SmallObject object = s3.getObject(get(key).build(), (response, content) -> {
                byte[] bytes = start(content, maxBytes + 1);
                if (bytes.length > maxBytes) {
                    content.abort();
                }
                return new SmallObject(bytes, etag(response.eTag()));
            });
            if (object.bytes().length > maxBytes) {
                throw new DdbvaultException(
                        ErrorCode.MANIFEST_UNREADABLE,
                        "%s is larger than %d bytes, too large for what it should be. Check what wrote it."
                                .formatted(uri(key), maxBytes));
            }
            return Optional.of(object);
        } catch (S3Exception e) {
            if (isAbsent(e)) {
                return Optional.empty();
            }
            throw errors.translate(e, "s3:GetObject", uri(key));
        } catch (SdkException e) {
            throw errors.translate(e, "s3:GetObject", uri(key));
        }
    }

    @Override
    public Optional<ObjectStart> peek(String key, int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a peek takes at least one byte: " + bytes);
        }
        GetObjectRequest request = get(key).range("bytes=0-" + (bytes - 1)).build();
        try {
            return Optional.of(s3.getObject(request, (response, content) -> {
                byte[] start = start(content, bytes);
                if (response.contentRange() == null) {
                    // The range was ignored, and the rest of the object is still to come.
                    content.abort();
                }
                return new ObjectStart(etag(response.eTag()), size(response), start);
            }));
        } catch (S3Exception e) {
            if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
                return peekAtEmpty(key);
            }
            if (isAbsent(e)) {
                return Optional.empty();
            }
            throw errors.translate(e, "s3:GetObject", uri(key));
        } catch (SdkException e) {
            throw errors.translate(e, "s3:GetObject", uri(key));
        }
    }

    /** An empty object has no first byte: S3 refuses the range, and its refusal lacks the ETag. */
    private Optional<ObjectStart> peekAtEmpty(String key) {
        try {
            var head = s3.headObject(request -> request.bucket(bucket).key(key).expectedBucketOwner(expectedOwner));
            return Optional.of(new ObjectStart(
                    etag(head.eTag()), Objects.requireNonNullElse(head.contentLength(), 0L), new byte[0]));
        } catch (SdkException e) {
            if (e instanceof S3Exception answer && answer.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw errors.translate(e, "s3:GetObject", uri(key));
        }
    }

    @Override
    public InputStream open(String key, String etag) {
        return new ObjectStream(uri(key), from -> open(key, etag, from));
    }

    private ResponseInputStream<GetObjectResponse> open(String key, String etag, long from) {
        GetObjectRequest.Builder request = get(key).ifMatch(quoted(etag));
        if (from > 0) {
            request.range("bytes=%d-".formatted(from));
        }
        try {
            // Without the SDK's own limit of a minute to the first read: a reader may wait for the writers.
            return s3.getObject(request.build(), ResponseTransformer.toInputStream(Duration.ZERO));
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
                throw new DdbvaultException(
                        ErrorCode.OBJECT_CHANGED,
                        "%s has changed since it was checked: its ETag is no longer %s. Find out what replaced it and validate the backup again."
                                .formatted(uri(key), etag),
                        e);
            }
            if (isAbsent(e)) {
                throw new DdbvaultException(
                        ErrorCode.OBJECT_MISSING,
                        "%s is gone. Look for a noncurrent version of it, and for what deleted it.".formatted(uri(key)),
                        e);
            }
            throw errors.translate(e, "s3:GetObject", uri(key));
        } catch (SdkException e) {
            throw errors.translate(e, "s3:GetObject", uri(key));
        }
    }

    @Override
    public List<String> folders(String prefix) {
        try {
            return s3
                    .listObjectsV2Paginator(request ->
                            request.bucket(bucket).prefix(prefix).delimiter("/").expectedBucketOwner(expectedOwner))
                    .commonPrefixes()
                    .stream()
                    .map(folder -> folder.prefix()
                            .substring(prefix.length(), folder.prefix().length() - 1))
                    .toList();
        } catch (SdkException e) {
            throw errors.translate(e, "s3:ListBucket", uri(prefix));
        }
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) {
        return put(key, put(key, content).ifNoneMatch("*").build(), content);
    }

    @Override
    public boolean putIfUnchanged(String key, byte[] content, String etag) {
        return put(key, put(key, content).ifMatch(quoted(etag)).build(), content);
    }

    @Override
    public void replace(String key, InputStream content) {
        try {
            byte[] first = content.readNBytes(UploadParts.PART_BYTES);
            if (first.length < UploadParts.PART_BYTES) {
                s3.putObject(put(key, first).build(), RequestBody.fromBytes(first));
            } else {
                new UploadParts(s3, bucket, key, expectedOwner, kmsKeyId).upload(first, content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SdkException e) {
            throw errors.translate(e, "s3:PutObject", uri(key));
        }
    }

    private boolean put(String key, PutObjectRequest request, byte[] content) {
        try {
            s3.putObject(request, RequestBody.fromBytes(content));
            return true;
        } catch (S3Exception e) {
            if (isConflict(e)) {
                return false;
            }
            throw errors.translate(e, "s3:PutObject", uri(key));
        } catch (SdkException e) {
            throw errors.translate(e, "s3:PutObject", uri(key));
        }
    }

    /** 412: the condition does not hold. 409: another put of the key is under way. 404: If-Match on an absent object. */
    private static boolean isConflict(S3Exception answer) {
        return answer.statusCode() == PRECONDITION_FAILED || answer.statusCode() == CONFLICT || isAbsent(answer);
    }

    /** Only S3's own word for it: another 404, as of a bucket or of a proxy, is no absent object. */
    private static boolean isAbsent(S3Exception answer) {
        return answer.statusCode() == NOT_FOUND && AwsErrors.code(answer).equals("NoSuchKey");
    }

    private GetObjectRequest.Builder get(String key) {
        return GetObjectRequest.builder().bucket(bucket).key(key).expectedBucketOwner(expectedOwner);
    }

    private PutObjectRequest.Builder put(String key, byte[] content) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .expectedBucketOwner(expectedOwner)
                // S3 refuses what arrives otherwise; a bucket with Object Lock asks for it.
                .contentMD5(Md5Utils.md5AsBase64(content))
                .contentType(contentType(key));
        return kmsKeyId == null
                ? request.serverSideEncryption(ServerSideEncryption.AES256)
                : request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(kmsKeyId);
    }

    /** What a browser is told that opens the object; only a report is meant to be opened so. */
    private static String contentType(String key) {
        if (key.endsWith(".html")) {
            return "text/html; charset=utf-8";
        }
        return key.endsWith(".json") ? "application/json" : "application/octet-stream";
    }

    /** {@code bytes 0-63/1234}: the number after the slash is the whole object's size. */
    private static long size(GetObjectResponse response) {
        String range = response.contentRange();
        return range == null ? response.contentLength() : Long.parseLong(range.substring(range.lastIndexOf('/') + 1));
    }

    /** The SDK repeats the request only if the content's failure says that it may. */
    private static byte[] start(AbortableInputStream content, int bytes) {
        try {
            return content.readNBytes(bytes);
        } catch (IOException e) {
            throw RetryableException.create("the object's content broke off", e);
        }
    }

    private static String etag(@Nullable String header) {
        String etag = Objects.requireNonNull(header, "S3 gave no ETag");
        return etag.startsWith("\"") && etag.endsWith("\"") ? etag.substring(1, etag.length() - 1) : etag;
    }

    private static String quoted(String etag) {
        return '"' + etag + '"';
    }

    @Override
    public String uri(String key) {
        return "s3://%s/%s".formatted(bucket, key);
    }
}
