package io.ddbvault.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.aws.AwsStub.Reply;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.port.NotOfferedException;
import io.ddbvault.core.port.Surroundings.Caller;
import io.ddbvault.core.port.Surroundings.Encryption;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What AWS answers about what surrounds backups, from a stub, and what is asked. */
@Timeout(60)
class AwsSurroundingsTest {
    private final AwsStub stub = new AwsStub();
    private final AwsClients clients = AwsClients.create(stub.environment());
    private final AwsSurroundings surroundings = of(InstantSource.system());

    AwsSurroundingsTest() throws IOException {}

    private AwsSurroundings of(InstantSource clock) {
        return new AwsSurroundings(clients, AwsStub.BUCKET, "111122223333", clock);
    }

    @AfterEach
    void close() {
        clients.close();
        stub.close();
    }

    @Test
    void theCallerIsWhomStsNames() {
        stub.replies(
                Reply.of(
                        200,
                        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/operator</Arn><UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"));

        assertThat(surroundings.caller())
                .isEqualTo(new Caller("111122223333", "arn:aws:iam::111122223333:user/operator"));
        assertThat(stub.onlyRequest().text()).contains("Action=GetCallerIdentity");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 501})
    void anEmulationThatDoesNotKnowStsIsNoFailure(int status) {
        stub.replies(AwsStub.s3Error(status, "NoSuchThing", "what?"));

        assertThatThrownBy(surroundings::caller)
                .isInstanceOf(NotOfferedException.class)
                .hasMessageContaining("gave no answer (HTTP %d)", status);
    }

    @Test
    void whereOnlyS3AndDynamoDbAreEmulatedAwsIsNotAsked() {
        Map<String, String> environment = new HashMap<>(stub.environment());
        environment.remove("AWS_ENDPOINT_URL");
        environment.put("AWS_ENDPOINT_URL_S3", stub.url());
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", stub.url());
        try (AwsClients emulated = AwsClients.create(environment)) {
            assertThatThrownBy(
                            () -> new AwsSurroundings(emulated, AwsStub.BUCKET, null, InstantSource.system()).caller())
                    .isInstanceOf(NotOfferedException.class)
                    .hasMessage(
                            "found, but whose they are was not asked: the endpoints are not AWS's own, and AWS_ENDPOINT_URL_STS is not set");
        }
        assertThat(stub.requests()).isEmpty();
    }

    @Test
    void withoutCredentialsThatIsSaidBeforeAnythingIsAsked() {
        try (AwsClients without = AwsClients.create(
                stub.environment(),
                FoundCredentials.anywhere(() -> {
                    throw SdkClientException.create("none");
                }),
                Duration.ofSeconds(5))) {
            assertThatThrownBy(
                            () -> new AwsSurroundings(without, AwsStub.BUCKET, null, InstantSource.system()).caller())
                    .isInstanceOfSatisfying(
                            DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SETTINGS))
                    .hasMessageStartingWith("No AWS credentials were found. Set AWS_ACCESS_KEY_ID");
        }
        assertThat(stub.requests()).isEmpty();
    }

    @Test
    void theClockIsComparedWithTheHeadOfAnyAnswer() {
        stub.replies(AwsStub.s3Error(403, "AccessDenied", "no"));
        Instant now = Instant.now();

        assertThat(of(InstantSource.fixed(now.plusSeconds(600))).clockAhead())
                .isBetween(Duration.ofSeconds(590), Duration.ofSeconds(602));
        assertThat(of(InstantSource.fixed(now.minusSeconds(600))).clockAhead())
                .isBetween(Duration.ofSeconds(-620), Duration.ofSeconds(-590));
        assertThat(surroundings.clockAhead().abs()).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aBucketTellsItsRegionAndIsAskedForItsOwner() {
        stub.replies(Reply.of(200, "").header("x-amz-bucket-region", "eu-central-1"));

        assertThat(surroundings.bucketRegion()).contains("eu-central-1");
        assertThat(stub.onlyRequest().method()).isEqualTo("HEAD");
        assertThat(stub.onlyRequest().header("x-amz-expected-bucket-owner")).isEqualTo("111122223333");
    }

    @Test
    void aBucketThatIsNotThereIsNamed() {
        stub.replies(Reply.of(404, ""));

        assertThatThrownBy(surroundings::bucketRegion)
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUCKET_NOT_FOUND))
                .hasMessage(
                        "There is no bucket backups. Check BACKUP_BUCKET, and create it with Terraform or aws s3 mb.");
    }

    @Test
    void aBucketThatMayNotBeLookedAtIsDenied() {
        stub.replies(Reply.of(403, ""));

        assertThatThrownBy(surroundings::bucketRegion)
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_DENIED))
                .hasMessageContaining("s3:ListBucket on s3://backups");
        assertThat(surroundings.bucketIsOf("444455556666")).isFalse();
    }

    @Test
    void aBucketOfAnAccountAnswers() {
        stub.replies(Reply.of(200, ""));

        assertThat(surroundings.bucketIsOf("444455556666")).isTrue();
        assertThat(stub.onlyRequest().header("x-amz-expected-bucket-owner")).isEqualTo("444455556666");
    }

    @Test
    void encryptionIsTheBucketsFirstRule() {
        stub.replies(
                Reply.of(
                        200,
                        "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>key-1</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>"),
                AwsStub.s3Error(404, "ServerSideEncryptionConfigurationNotFoundError", "none"),
                AwsStub.s3Error(403, "AccessDenied", "no"),
                AwsStub.s3Error(501, "NotImplemented", "what?"));

        assertThat(surroundings.bucketEncryption()).contains(new Encryption("aws:kms", "key-1"));
        assertThat(surroundings.bucketEncryption()).isEmpty();
        assertThatThrownBy(surroundings::bucketEncryption)
                .hasMessageContaining("denies s3:GetEncryptionConfiguration on s3://backups");
        assertThatThrownBy(surroundings::bucketEncryption)
                .isInstanceOf(NotOfferedException.class)
                .hasMessage("not looked at: the endpoint does not know s3:GetEncryptionConfiguration");
    }

    @Test
    void publicAccessIsBlockedOnlyIfAllFourSettingsAreOn() {
        String on =
                "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>";
        stub.replies(
                Reply.of(200, on),
                Reply.of(200, on.replace("<IgnorePublicAcls>true", "<IgnorePublicAcls>false")),
                AwsStub.s3Error(404, "NoSuchPublicAccessBlockConfiguration", "none"));

        assertThat(surroundings.publicAccessBlocked()).isTrue();
        assertThat(surroundings.publicAccessBlocked()).isFalse();
        assertThat(surroundings.publicAccessBlocked()).isFalse();
    }

    @Test
    void versioningIsOnOnlyIfItIsEnabled() {
        stub.replies(
                Reply.of(200, "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"),
                Reply.of(200, "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>"),
                Reply.of(200, "<VersioningConfiguration/>"));

        assertThat(surroundings.versioned()).isTrue();
        assertThat(surroundings.versioned()).isFalse();
        assertThat(surroundings.versioned()).isFalse();
    }

    @Test
    void pointInTimeRecoveryIsAskedOfTheTable() {
        stub.replies(
                Reply.of(
                        200,
                        "{\"ContinuousBackupsDescription\":{\"ContinuousBackupsStatus\":\"ENABLED\",\"PointInTimeRecoveryDescription\":{\"PointInTimeRecoveryStatus\":\"ENABLED\"}}}"),
                Reply.of(
                        200,
                        "{\"ContinuousBackupsDescription\":{\"ContinuousBackupsStatus\":\"ENABLED\",\"PointInTimeRecoveryDescription\":{\"PointInTimeRecoveryStatus\":\"DISABLED\"}}}"),
                AwsStub.dynamoDbError(400, "UnknownOperationException", ""),
                AwsStub.dynamoDbError(400, "AccessDeniedException", "no"));

        assertThat(surroundings.pointInTimeRecovery("users")).isTrue();
        assertThat(surroundings.pointInTimeRecovery("users")).isFalse();
        assertThatThrownBy(() -> surroundings.pointInTimeRecovery("users")).isInstanceOf(NotOfferedException.class);
        assertThatThrownBy(() -> surroundings.pointInTimeRecovery("users"))
                .hasMessageContaining("denies dynamodb:DescribeContinuousBackups on table users");
    }
}
