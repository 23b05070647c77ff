package io.ddbvault.aws;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.port.NotOfferedException;
import io.ddbvault.core.port.Surroundings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;

/** The surroundings on AWS, by calls that only look. Thread-safe. */
final class AwsSurroundings implements Surroundings {
    private static final String DATE = "Date";
    private static final int NOT_IMPLEMENTED = 501;
    private static final int NOT_ALLOWED = 405;

    private final AwsClients clients;
    private final String bucket;
    private final @Nullable String expectedOwner;
    private final InstantSource clock;
    private final AwsErrors s3Errors;
    private final AwsErrors dynamoDbErrors;

    /** @param clock this machine's own, by which requests are signed */
    AwsSurroundings(AwsClients clients, String bucket, @Nullable String expectedOwner, InstantSource clock) {
        this.clients = clients;
        this.bucket = bucket;
        this.expectedOwner = expectedOwner;
        this.clock = clock;
        this.s3Errors = AwsErrors.ofS3(clients.s3().serviceClientConfiguration(), expectedOwner != null);
        this.dynamoDbErrors = AwsErrors.ofDynamoDb(clients.dynamoDb().serviceClientConfiguration());
    }

    @Override
    public Caller caller() {
        return AskForCaller.ask(clients);
    }

    @Override
    public Duration clockAhead() {
        Instant before = clock.instant();
        SdkHttpResponse answer = head();
        Instant after = clock.instant();
        Instant ours = before.plus(Duration.between(before, after).dividedBy(2));
        Instant theirs = answer.firstMatchingHeader(DATE)
                .flatMap(AwsSurroundings::time)
                .orElseThrow(() -> new NotOfferedException("not compared: S3's answers do not tell the time"));
        Duration ahead = Duration.between(theirs, ours);
        // The header has whole seconds, cut off: within them nothing is known.
        return ahead.isNegative() || ahead.compareTo(Duration.ofSeconds(1)) > 0 ? ahead : Duration.ZERO;
    }

    /** The head of any answer, also of a refusal. */
    private SdkHttpResponse head() {
        try {
            return clients.s3().headBucket(request -> request.bucket(bucket)).sdkHttpResponse();
        } catch (AwsServiceException e) {
            if (e.awsErrorDetails() != null && e.awsErrorDetails().sdkHttpResponse() != null) {
                return e.awsErrorDetails().sdkHttpResponse();
            }
            throw s3Errors.translate(e, "s3:ListBucket", uri());
        } catch (SdkException e) {
            throw s3Errors.translate(e, "s3:ListBucket", uri());
        }
    }

    private static Optional<Instant> time(String header) {
        try {
            return Optional.of(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public String region() {
        return clients.region().id();
    }

    @Override
    public Optional<String> bucketRegion() {
        try {
            return Optional.ofNullable(clients.s3()
                    .headBucket(HeadBucketRequest.builder()
                            .bucket(bucket)
                            .expectedBucketOwner(expectedOwner)
                            .build())
                    .bucketRegion());
        } catch (S3Exception e) {
            // The answer to HEAD has no body that could say what is not there.
            if (e.statusCode() == 404) {
                throw new DdbvaultException(
                        ErrorCode.BUCKET_NOT_FOUND,
                        "There is no bucket %s. Check BACKUP_BUCKET, and create it with Terraform or aws s3 mb."
                                .formatted(bucket),
                        e);
            }
            throw s3Errors.translate(e, "s3:ListBucket", uri());
        } catch (SdkException e) {
            throw s3Errors.translate(e, "s3:ListBucket", uri());
        }
    }

    @Override
    public boolean bucketIsOf(String account) {
        try {
            clients.s3().headBucket(request -> request.bucket(bucket).expectedBucketOwner(account));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 403) {
                return false;
            }
            throw s3Errors.translate(e, "s3:ListBucket", uri());
        } catch (SdkException e) {
            throw s3Errors.translate(e, "s3:ListBucket", uri());
        }
    }

    @Override
    public Optional<Encryption> bucketEncryption() {
        return unless(
                        "ServerSideEncryptionConfigurationNotFoundError",
                        "s3:GetEncryptionConfiguration",
                        () -> clients
                                .s3()
                                .getBucketEncryption(
                                        request -> request.bucket(bucket).expectedBucketOwner(expectedOwner))
                                .serverSideEncryptionConfiguration()
                                .rules()
                                .stream()
                                .findFirst()
                                .map(rule -> rule.applyServerSideEncryptionByDefault()))
                .flatMap(rule -> rule)
                .map(AwsSurroundings::encryption);
    }

    private static Encryption encryption(ServerSideEncryptionByDefault rule) {
        return new Encryption(rule.sseAlgorithmAsString(), rule.kmsMasterKeyID());
    }

    @Override
    public boolean publicAccessBlocked() {
        return unless(
                        "NoSuchPublicAccessBlockConfiguration",
                        "s3:GetBucketPublicAccessBlock",
                        () -> clients.s3()
                                .getPublicAccessBlock(
                                        request -> request.bucket(bucket).expectedBucketOwner(expectedOwner))
                                .publicAccessBlockConfiguration())
                .filter(AwsSurroundings::blocksAll)
                .isPresent();
    }

    private static boolean blocksAll(PublicAccessBlockConfiguration block) {
        return Boolean.TRUE.equals(block.blockPublicAcls())
                && Boolean.TRUE.equals(block.ignorePublicAcls())
                && Boolean.TRUE.equals(block.blockPublicPolicy())
                && Boolean.TRUE.equals(block.restrictPublicBuckets());
    }

    @Override
    public boolean versioned() {
        return unless(
                        "",
                        "s3:GetBucketVersioning",
                        () -> clients.s3()
                                .getBucketVersioning(
                                        request -> request.bucket(bucket).expectedBucketOwner(expectedOwner)))
                .filter(versioning -> versioning.status() == BucketVersioningStatus.ENABLED)
                .isPresent();
    }

    @Override
    public boolean pointInTimeRecovery(String table) {
        try {
            var backups = RepeatExpired.call(
                    () -> clients.dynamoDb().describeContinuousBackups(request -> request.tableName(table)));
            var recovery = backups.continuousBackupsDescription() == null
                    ? null
                    : backups.continuousBackupsDescription().pointInTimeRecoveryDescription();
            return recovery != null && recovery.pointInTimeRecoveryStatus() == PointInTimeRecoveryStatus.ENABLED;
        } catch (SdkException e) {
            if (e instanceof SdkServiceException answer
                    && AwsErrors.code(answer).equals("UnknownOperationException")) {
                throw new NotOfferedException("the endpoint does not know DescribeContinuousBackups");
            }
            throw dynamoDbErrors.translate(e, "dynamodb:DescribeContinuousBackups", "table " + table);
        }
    }

    /** Empty if S3 says by this error code that nothing is set. */
    private <T> Optional<T> unless(String nothingSet, String action, Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (S3Exception e) {
            if (AwsErrors.code(e).equals(nothingSet)) {
                return Optional.empty();
            }
            if (e.statusCode() == NOT_IMPLEMENTED || e.statusCode() == NOT_ALLOWED) {
                throw new NotOfferedException("not looked at: the endpoint does not know " + action);
            }
            throw s3Errors.translate(e, action, uri());
        } catch (SdkException e) {
            throw s3Errors.translate(e, action, uri());
        }
    }

    private String uri() {
        return "s3://" + bucket;
    }
}
