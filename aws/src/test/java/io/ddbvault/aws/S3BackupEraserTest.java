package io.ddbvault.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.aws.AwsStub.Reply;
import io.ddbvault.aws.AwsStub.Request;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupEraser;
import io.ddbvault.core.port.BackupEraser.Keeping;
import io.ddbvault.core.port.BackupEraser.Refusal;
import io.ddbvault.core.port.BackupEraser.Versions;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.testkit.BackupEraserContract;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The eraser on an S3 server, and what it makes of S3's answers. */
class S3BackupEraserTest extends BackupEraserContract {
    private static final String MANIFEST = "native-exports/2025-07-22/manifest.json";
    private static final Reply GONE = Reply.of(204, "");

    private final String bucket = LocalAws.bucket();
    private final AwsStub stub = new AwsStub();
    private final AwsClients clients = AwsClients.create(stub.environment());
    private final S3BackupEraser stubbed =
            new S3BackupEraser(clients.s3(), AwsStub.BUCKET, "111122223333", new BackupLayout("native-exports"));

    S3BackupEraserTest() throws IOException {}

    @AfterEach
    void close() {
        clients.close();
        stub.close();
    }

    @Override
    protected BackupStore store() {
        return new S3BackupStore(LocalAws.CLIENTS.s3(), bucket, null, null);
    }

    @Override
    protected BackupEraser eraser() {
        return new S3BackupEraser(LocalAws.CLIENTS.s3(), bucket, null, layout);
    }

    @Test
    void theManifestIsDeletedOnConditionThatItIsTheSame() {
        stub.replies(Reply.of(200, "").header("ETag", "\"e1\""), GONE);

        assertThat(stubbed.eraseManifest(DATE, "e1")).isTrue();

        Request delete = stub.requests().get(1);
        assertThat(delete.method()).isEqualTo("DELETE");
        assertThat(delete.target()).isEqualTo("/" + AwsStub.BUCKET + "/" + MANIFEST);
        assertThat(delete.header("If-Match")).isEqualTo("\"e1\"");
        assertThat(delete.header("x-amz-expected-bucket-owner")).isEqualTo("111122223333");
    }

    @ParameterizedTest
    @CsvSource({"412, PreconditionFailed", "409, ConditionalRequestConflict", "404, NoSuchKey"})
    void aManifestThatChangesInTheLastMomentStays(int status, String code) {
        stub.replies(Reply.of(200, "").header("ETag", "\"e1\""), AwsStub.s3Error(status, code, "no"));

        assertThat(stubbed.eraseManifest(DATE, "e1")).isFalse();
    }

    @Test
    void aStoreThatKnowsNoSuchConditionIsAskedWithoutIt() {
        stub.replies(
                Reply.of(200, "").header("ETag", "\"e1\""),
                AwsStub.s3Error(501, "NotImplemented", "A header you provided is not implemented."),
                GONE);

        assertThat(stubbed.eraseManifest(DATE, "e1")).isTrue();

        assertThat(stub.requests()).extracting(Request::method).containsExactly("HEAD", "DELETE", "DELETE");
        assertThat(stub.requests().get(2).header("If-Match")).isNull();
    }

    @Test
    void aManifestThatMayNotBeDeletedIsAnErrorThatNamesTheRight() {
        stub.replies(Reply.of(200, "").header("ETag", "\"e1\""), AwsStub.s3Error(403, "AccessDenied", "Access Denied"));

        DdbvaultException error =
                catchThrowableOfType(DdbvaultException.class, () -> stubbed.eraseManifest(DATE, "e1"));

        assertThat(error.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(error.text()).contains("s3:DeleteObject", "s3://backups/" + MANIFEST);
    }

    @Test
    void whatS3RefusesToDeleteIsNamedAndTheRestIsGone() {
        stub.replies(
                Reply.of(
                        200,
                        "<DeleteResult><Error><Key>native-exports/2025-07-22/users/b</Key><Code>AccessDenied</Code>"
                                + "<Message>Access Denied because object protected by object lock.</Message></Error></DeleteResult>"));

        List<Refusal> refused =
                stubbed.erase(DATE, List.of("native-exports/2025-07-22/users/a", "native-exports/2025-07-22/users/b"));

        assertThat(refused)
                .containsExactly(new Refusal(
                        "native-exports/2025-07-22/users/b",
                        "AccessDenied: Access Denied because object protected by object lock."));
        assertThat(stub.onlyRequest().method()).isEqualTo("POST");
        assertThat(stub.onlyRequest().text())
                .contains(
                        "<Key>native-exports/2025-07-22/users/a</Key>",
                        "<Key>native-exports/2025-07-22/users/b</Key>",
                        "<Quiet>true</Quiet>")
                .doesNotContain("VersionId");
        assertThat(stub.onlyRequest().header("x-amz-expected-bucket-owner")).isEqualTo("111122223333");
    }

    @Test
    void deniedListsAndDeletesAreErrorsThatNameTheRight() {
        stub.replies(AwsStub.s3Error(403, "AccessDenied", "Access Denied"));

        DdbvaultException listing = catchThrowableOfType(DdbvaultException.class, () -> stubbed.objects(DATE, null));
        DdbvaultException deleting = catchThrowableOfType(
                DdbvaultException.class, () -> stubbed.erase(DATE, List.of("native-exports/2025-07-22/users/a")));

        assertThat(listing.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(listing.text()).contains("s3:ListBucket", "s3://backups/native-exports/2025-07-22/");
        assertThat(deleting.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(deleting.text()).contains("s3:DeleteObject", "s3://backups/native-exports/2025-07-22/");
    }

    @Test
    void aBucketThatWasNeverVersionedKeepsNothing() {
        stub.replies(Reply.of(200, "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>"));

        assertThat(stubbed.versions()).isEqualTo(new Versions(Keeping.NOTHING, null, false));
    }

    @ParameterizedTest
    @CsvSource({"Enabled, EVERYTHING", "Suspended, SOMETHING"})
    void ofAVersionedBucketTheQuickestRuleForAllBackupsCounts(String status, Keeping keeping) {
        stub.replies(
                versioning(status),
                Reply.of(
                        200,
                        "<LifecycleConfiguration>"
                                + rule("Enabled", "<Prefix></Prefix>", 30, "")
                                + rule("Enabled", "<Prefix>native-exports/</Prefix>", 14, "")
                                + rule("Disabled", "<Prefix></Prefix>", 1, "")
                                + rule("Enabled", "<Prefix>native-exports/2025</Prefix>", 2, "")
                                + rule("Enabled", "<Tag><Key>a</Key><Value>b</Value></Tag>", 3, "")
                                + rule(
                                        "Enabled",
                                        "<Prefix></Prefix>",
                                        4,
                                        "<NewerNoncurrentVersions>5</NewerNoncurrentVersions>")
                                + "</LifecycleConfiguration>"));

        assertThat(stubbed.versions()).isEqualTo(new Versions(keeping, 14, true));
    }

    @Test
    void aVersionedBucketWithoutARuleKeepsForEver() {
        stub.replies(versioning("Enabled"), AwsStub.s3Error(404, "NoSuchLifecycleConfiguration", "none"));

        assertThat(stubbed.versions()).isEqualTo(new Versions(Keeping.EVERYTHING, null, true));
    }

    @Test
    void withoutTheRightsToAskItIsUnknownAndNoError() {
        stub.replies(AwsStub.s3Error(403, "AccessDenied", "Access Denied"));

        assertThat(stubbed.versions()).isEqualTo(new Versions(Keeping.UNKNOWN, null, false));

        stub.forget();
        stub.replies(versioning("Enabled"), AwsStub.s3Error(403, "AccessDenied", "Access Denied"));
        assertThat(stubbed.versions()).isEqualTo(new Versions(Keeping.EVERYTHING, null, false));
    }

    private static Reply versioning(String status) {
        return Reply.of(
                200, "<VersioningConfiguration><Status>%s</Status></VersioningConfiguration>".formatted(status));
    }

    private static String rule(String status, String filter, int days, String more) {
        return "<Rule><ID>%d</ID><Status>%s</Status><Filter>%s</Filter><NoncurrentVersionExpiration><NoncurrentDays>%d</NoncurrentDays>%s</NoncurrentVersionExpiration></Rule>"
                .formatted(days, status, filter, days, more);
    }
}
