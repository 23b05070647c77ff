package io.ddbvault.aws;

import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupEraser;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.NoncurrentVersionExpiration;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Deletes backups from S3. Never names a version, so that a versioned bucket keeps what is deleted. Thread-safe.
 *
 * <p>S3 compares the ETag of a conditional delete itself. Since a store that is not AWS's may not know
 * the condition, it is asked for the ETag right before, too, which leaves it a moment in which another writer may come.
 */
public final class S3BackupEraser implements BackupEraser {
    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int NOT_IMPLEMENTED = 501;

    private final S3Client s3;
    private final String bucket;
    private final @Nullable String expectedOwner;
    private final BackupLayout layout;
    private final AwsErrors errors;

    /** @param expectedOwner the account that must own the bucket, 12 digits; null to take any */
    public S3BackupEraser(S3Client s3, String bucket, @Nullable String expectedOwner, BackupLayout layout) {
        this.s3 = s3;
        this.bucket = bucket;
        this.expectedOwner = expectedOwner;
        this.layout = layout;
        this.errors = AwsErrors.ofS3(s3.serviceClientConfiguration(), expectedOwner != null);
    }

    @Override
    public List<StoredObject> objects(LocalDate date, @Nullable String after) {
        String folder = layout.date(date);
        try {
            return s3
                    .listObjectsV2(list -> list.bucket(bucket)
                            .prefix(folder)
                            .startAfter(after)
                            .maxKeys(MAX_KEYS)
                            .expectedBucketOwner(expectedOwner))
                    .contents()
                    .stream()
                    .map(object -> new StoredObject(object.key(), Objects.requireNonNullElse(object.size(), 0L)))
                    .toList();
        } catch (SdkException e) {
            throw errors.translate(e, "s3:ListBucket", uri(folder));
        }
    }

    @Override
    public boolean eraseManifest(LocalDate date, String etag) {
        String key = layout.manifest(date);
        try {
            String now = s3.headObject(head -> head.bucket(bucket).key(key).expectedBucketOwner(expectedOwner))
                    .eTag();
            if (!quoted(etag).equals(now)) {
                return false;
            }
        } catch (SdkException e) {
            if (isStatus(e, NOT_FOUND)) {
                return false;
            }
            throw errors.translate(e, "s3:GetObject", uri(key));
        }
        try {
            delete(key, quoted(etag));
            return true;
        } catch (SdkException e) {
            // 404: If-Match on what is gone; 409: another write of the key is under way.
            if (isStatus(e, PRECONDITION_FAILED)
                    || isStatus(e, CONFLICT)
                    || (e instanceof S3Exception answer
                            && AwsErrors.code(answer).equals("NoSuchKey"))) {
                return false;
            }
            if (isStatus(e, NOT_IMPLEMENTED)) {
                return deleteInAnyCase(key);
            }
            throw errors.translate(e, "s3:DeleteObject", uri(key));
        }
    }

    /** On a store that knows no such condition; the object was looked at just now. */
    private boolean deleteInAnyCase(String key) {
        try {
            delete(key, null);
            return true;
        } catch (SdkException e) {
            throw errors.translate(e, "s3:DeleteObject", uri(key));
        }
    }

    private void delete(String key, @Nullable String ifMatch) {
        s3.deleteObject(
                delete -> delete.bucket(bucket).key(key).ifMatch(ifMatch).expectedBucketOwner(expectedOwner));
    }

    @Override
    public List<Refusal> erase(LocalDate date, List<String> keys) {
        requireInside(date, keys);
        if (keys.isEmpty()) {
            return List.of();
        }
        DeleteObjectsResponse answer;
        try {
            answer = s3.deleteObjects(delete -> delete.bucket(bucket)
                    .delete(what -> what.objects(keys.stream()
                                    .map(key ->
                                            ObjectIdentifier.builder().key(key).build())
                                    .toList())
                            .quiet(true))
                    .expectedBucketOwner(expectedOwner));
        } catch (SdkException e) {
            throw errors.translate(e, "s3:DeleteObject", uri(layout.date(date)));
        }
        List<Refusal> refused = new ArrayList<>();
        answer.errors()
                .forEach(error ->
                        refused.add(new Refusal(error.key(), "%s: %s".formatted(error.code(), error.message()))));
        return refused;
    }

    /** Whoever asks: nothing else in the bucket is ever deleted. */
    private void requireInside(LocalDate date, List<String> keys) {
        if (keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("more than %d keys: %d".formatted(MAX_KEYS, keys.size()));
        }
        for (String key : keys) {
            if (!layout.isOfDate(date, key)) {
                throw new IllegalArgumentException("%s is no data of the backup of %s".formatted(key, date));
            }
        }
    }

    @Override
    public Versions versions() {
        Keeping keeping = keeping();
        if (keeping == Keeping.NOTHING) {
            return new Versions(keeping, null, false);
        }
        try {
            List<LifecycleRule> rules = s3.getBucketLifecycleConfiguration(
                            get -> get.bucket(bucket).expectedBucketOwner(expectedOwner))
                    .rules();
            return new Versions(keeping, days(rules), true);
        } catch (SdkException e) {
            boolean none =
                    e instanceof S3Exception answer && AwsErrors.code(answer).equals("NoSuchLifecycleConfiguration");
            return new Versions(keeping, null, none);
        }
    }

    private Keeping keeping() {
        try {
            BucketVersioningStatus status = s3.getBucketVersioning(
                            get -> get.bucket(bucket).expectedBucketOwner(expectedOwner))
                    .status();
            if (status == null) {
                return Keeping.NOTHING;
            }
            return switch (status) {
                case ENABLED -> Keeping.EVERYTHING;
                case SUSPENDED -> Keeping.SOMETHING;
                case UNKNOWN_TO_SDK_VERSION -> Keeping.UNKNOWN;
            };
        } catch (SdkException e) {
            // It only says more; without the right, or on a store that does not know the question, it says less.
            return Keeping.UNKNOWN;
        }
    }

    /** Of the rules that remove every noncurrent version of all that lies under the prefix, the quickest. */
    private @Nullable Integer days(List<LifecycleRule> rules) {
        return rules.stream()
                .filter(rule -> rule.status() == ExpirationStatus.ENABLED && covers(rule))
                .flatMap(rule -> Stream.ofNullable(rule.noncurrentVersionExpiration()))
                .filter(expiration -> expiration.newerNoncurrentVersions() == null)
                .map(NoncurrentVersionExpiration::noncurrentDays)
                .flatMap(Stream::ofNullable)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    @SuppressWarnings("deprecation") // Rules that were made before there were filters have a prefix of their own.
    private boolean covers(LifecycleRule rule) {
        LifecycleRuleFilter filter = rule.filter();
        if (filter == null) {
            return layout.root().startsWith(Objects.requireNonNullElse(rule.prefix(), ""));
        }
        boolean byMore = filter.and() != null
                || filter.tag() != null
                || filter.objectSizeGreaterThan() != null
                || filter.objectSizeLessThan() != null;
        return !byMore && layout.root().startsWith(Objects.requireNonNullElse(filter.prefix(), ""));
    }

    private static boolean isStatus(SdkException failure, int status) {
        return failure instanceof S3Exception answer && answer.statusCode() == status;
    }

    private static String quoted(String etag) {
        return '"' + etag + '"';
    }

    private String uri(String key) {
        return "s3://%s/%s".formatted(bucket, key);
    }
}
