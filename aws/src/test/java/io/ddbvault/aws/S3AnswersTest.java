package io.ddbvault.aws;

import static io.ddbvault.aws.AwsStub.s3Error;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.ddbvault.aws.AwsStub.Reply;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.port.BackupReader.ObjectStart;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What S3 answers on a bad day, from a stub, and exactly what it is asked. */
class S3AnswersTest {
    private static final String KEY = "native-exports/2025-07-22/manifest.json";
    private static final Reply OBJECT = Reply.of(200, "content").header("ETag", "\"e1\"");

    private final AwsStub stub = new AwsStub();
    private final AwsClients clients = AwsClients.create(stub.environment());
    private final S3BackupStore store = new S3BackupStore(clients.s3(), AwsStub.BUCKET, null, null);
    private final S3BackupStore owned = new S3BackupStore(clients.s3(), AwsStub.BUCKET, "111122223333", "key-1");

    S3AnswersTest() throws IOException {}

    @AfterEach
    void close() {
        clients.close();
        stub.close();
    }

    @Test
    void aPutIsConditionalEncryptedAndCheckedOnArrival() {
        stub.replies(Reply.of(200, ""));

        assertThat(store.putIfAbsent(KEY, "content".getBytes(UTF_8))).isTrue();

        AwsStub.Request request = stub.onlyRequest();
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.target()).isEqualTo("/backups/" + KEY);
        assertThat(request.text()).isEqualTo("content");
        assertThat(request.header("If-None-Match")).isEqualTo("*");
        assertThat(request.header("If-Match")).isNull();
        assertThat(request.header("Content-MD5")).isEqualTo("mgNkuembtIDdJeHwKEyFVQ==");
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.header("x-amz-server-side-encryption")).isEqualTo("AES256");
        assertThat(request.header("x-amz-expected-bucket-owner")).isNull();
    }

    @Test
    void aReplacementNamesTheEtagTheKeyAndTheOwner() {
        stub.replies(Reply.of(200, ""));

        assertThat(owned.putIfUnchanged(KEY, new byte[0], "e1")).isTrue();

        AwsStub.Request request = stub.onlyRequest();
        assertThat(request.header("If-Match")).isEqualTo("\"e1\"");
        assertThat(request.header("If-None-Match")).isNull();
        assertThat(request.header("x-amz-server-side-encryption")).isEqualTo("aws:kms");
        assertThat(request.header("x-amz-server-side-encryption-aws-kms-key-id"))
                .isEqualTo("key-1");
        assertThat(request.header("x-amz-expected-bucket-owner")).isEqualTo("111122223333");
    }

    @Test
    void everyReadNamesTheOwner() throws IOException {
        stub.replies(
                OBJECT,
                s3Error(416, "InvalidRange", "no"),
                Reply.of(200, "").header("ETag", "\"e1\""),
                OBJECT,
                Reply.of(200, "<ListBucketResult></ListBucketResult>"));

        owned.read(KEY, 100);
        owned.peek(KEY, 10);
        owned.open(KEY, "e1").close();
        owned.folders("native-exports/");

        assertThat(stub.requests())
                .hasSize(5)
                .allSatisfy(request -> assertThat(request.header("x-amz-expected-bucket-owner"))
                        .isEqualTo("111122223333"));
    }

    @ParameterizedTest
    @CsvSource({"412, PreconditionFailed", "409, ConditionalRequestConflict", "404, NoSuchKey"})
    void aConflictIsNoError(int status, String code) {
        stub.replies(s3Error(status, code, "no"));

        assertThat(store.putIfUnchanged(KEY, new byte[0], "e1")).isFalse();

        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void openSendsTheEtagAlong() throws IOException {
        stub.replies(OBJECT);

        try (InputStream content = store.open(KEY, "e1")) {
            assertThat(content.readAllBytes()).asString(UTF_8).isEqualTo("content");
        }

        assertThat(stub.onlyRequest().header("If-Match")).isEqualTo("\"e1\"");
    }

    @Test
    void aStreamThatBreaksOffGoesOnFromTheSameByteOfTheSameVersion() throws IOException {
        stub.replies(
                OBJECT.withholding(3),
                Reply.of(206, "ent").withholding(2).header("ETag", "\"e1\"").header("Content-Range", "bytes 4-6/7"),
                Reply.of(206, "nt").header("ETag", "\"e1\"").header("Content-Range", "bytes 5-6/7"));

        try (InputStream content = store.open(KEY, "e1")) {
            assertThat(content.readAllBytes()).asString(UTF_8).isEqualTo("content");
        }

        assertThat(stub.requests())
                .extracting(request -> request.header("Range"), request -> request.header("If-Match"))
                .containsExactly(tuple(null, "\"e1\""), tuple("bytes=4-", "\"e1\""), tuple("bytes=5-", "\"e1\""));
    }

    @Test
    void aStreamWhoseObjectIsReplacedInMidReadIsAnErrorAndNotAMixture() throws IOException {
        stub.replies(OBJECT.withholding(3), s3Error(412, "PreconditionFailed", "no"));

        try (InputStream content = store.open(KEY, "e1")) {
            assertThatThrownBy(content::readAllBytes)
                    .isInstanceOfSatisfying(
                            DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OBJECT_CHANGED));
        }
    }

    @Test
    void aStoreThatIgnoresTheRangeIsNotTakenForTheRest() throws IOException {
        stub.replies(OBJECT.withholding(3), OBJECT);

        try (InputStream content = store.open(KEY, "e1")) {
            assertThatThrownBy(content::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("byte 4, and the rest was not to be had");
        }
    }

    @Test
    void aStreamThatBreaksOffAgainAndAgainThrows() throws IOException {
        Reply nothing =
                Reply.of(206, "ent").withholding(3).header("ETag", "\"e1\"").header("Content-Range", "bytes 4-6/7");
        stub.replies(OBJECT.withholding(3), nothing, nothing, nothing, nothing, nothing);

        try (InputStream content = store.open(KEY, "e1")) {
            assertThatThrownBy(content::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("broke off 6 times at byte 4");
        }
    }

    @Test
    void aStreamClosedHalfReadDoesNotWaitForTheRest() throws IOException {
        // Drained, the close would wait for the bytes that never come, and fail.
        stub.replies(OBJECT.withholding(3));

        InputStream content = store.open(KEY, "e1");
        assertThat(content.readNBytes(2)).asString(UTF_8).isEqualTo("co");
        content.close();
        content.close();
    }

    @Test
    void aSmallObjectThatBreaksOffIsReadAgain() {
        stub.replies(OBJECT.withholding(3), OBJECT);

        assertThat(store.read(KEY, 100).orElseThrow().bytes()).asString(UTF_8).isEqualTo("content");

        assertThat(stub.requests()).hasSize(2);
    }

    @Test
    void aPeekAsksForTheStartOnly() {
        stub.replies(Reply.of(206, "cont").header("ETag", "\"e1\"").header("Content-Range", "bytes 0-3/12345678901"));

        ObjectStart start = store.peek(KEY, 4).orElseThrow();

        assertThat(stub.onlyRequest().header("Range")).isEqualTo("bytes=0-3");
        assertThat(start.etag()).isEqualTo("e1");
        assertThat(start.size()).isEqualTo(12_345_678_901L);
        assertThat(start.bytes()).asString(UTF_8).isEqualTo("cont");
    }

    @Test
    void aPeekWhoseRangeIsIgnoredStillGivesTheStart() {
        stub.replies(OBJECT);

        ObjectStart start = store.peek(KEY, 4).orElseThrow();

        assertThat(start.size()).isEqualTo(7);
        assertThat(start.bytes()).asString(UTF_8).isEqualTo("cont");
    }

    @Test
    void anObjectWithAWrongChecksumHeaderIsStillRead() {
        stub.replies(OBJECT.header("x-amz-checksum-crc32", "AAAAAA==").header("x-amz-checksum-type", "COMPOSITE"));

        assertThat(store.read(KEY, 100).orElseThrow().bytes()).asString(UTF_8).isEqualTo("content");
    }

    @Test
    void foldersComeFromAllPages() {
        stub.replies(
                Reply.of(
                        200,
                        "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t1</NextContinuationToken>"
                                + "<CommonPrefixes><Prefix>p/2025-07-21/</Prefix></CommonPrefixes></ListBucketResult>"),
                // A page without a folder, since other objects filled it, is not the last one.
                Reply.of(
                        200,
                        "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t2</NextContinuationToken></ListBucketResult>"),
                Reply.of(
                        200,
                        "<ListBucketResult><IsTruncated>false</IsTruncated>"
                                + "<CommonPrefixes><Prefix>p/2025-07-22/</Prefix></CommonPrefixes></ListBucketResult>"));

        assertThat(store.folders("p/")).containsExactly("2025-07-21", "2025-07-22");

        assertThat(stub.requests()).hasSize(3);
        assertThat(stub.requests().get(2).target())
                .contains("continuation-token=t2")
                .contains("delimiter=%2F");
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, Access Denied, ACCESS_DENIED,"
                + " 'S3 denies s3:GetObject on s3://backups/@KEY (AccessDenied: Access Denied). Allow s3:GetObject in the role''s policy, the bucket''s policy'",
        "404, NoSuchBucket, x, BUCKET_NOT_FOUND, 'There is no bucket for s3://backups/@KEY at ENDPOINT. Check BACKUP_BUCKET.'",
        "400, ExpiredToken, x, ACCESS_DENIED, 'The AWS credentials have expired (s3:GetObject on s3://backups/@KEY: ExpiredToken). Get new ones'",
        "403, InvalidAccessKeyId, x, ACCESS_DENIED, 'S3 does not accept the AWS credentials (s3:GetObject on s3://backups/@KEY: InvalidAccessKeyId). Check AWS_ACCESS_KEY_ID'",
        "403, SignatureDoesNotMatch, x, ACCESS_DENIED, 'S3 does not accept the AWS credentials'",
        "403, InvalidObjectState, x, AWS_REFUSED, 's3://backups/@KEY is archived (InvalidObjectState: x). Bring it back first'",
        "400, AuthorizationHeaderMalformed, x, INVALID_SETTINGS, 's3://backups/@KEY lies in another Region: S3 at ENDPOINT cannot serve s3:GetObject. Set AWS_REGION'",
        "400, KMS.DisabledException, key is disabled, AWS_REFUSED, 'S3 refuses s3:GetObject on s3://backups/@KEY: KMS.DisabledException: key is disabled'",
        "404, SomethingElse, x, AWS_REFUSED, 'S3 refuses s3:GetObject on s3://backups/@KEY: SomethingElse: x'"
    })
    void anErrorSaysWhatToDo(int status, String code, String message, ErrorCode expected, String text) {
        stub.replies(s3Error(status, code, message));

        DdbvaultException error = readFailure(store);

        assertThat(error.code()).isEqualTo(expected);
        assertThat(error.text()).startsWith(text.replace("@KEY", KEY).replace("ENDPOINT", stub.url()));
    }

    @Test
    void aRedirectNamesTheBucketsRegion() {
        stub.replies(s3Error(301, "PermanentRedirect", "x").header("x-amz-bucket-region", "eu-central-1"));

        DdbvaultException error = readFailure(store);

        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_SETTINGS);
        assertThat(error.text()).contains("lies in another Region, eu-central-1:");
    }

    @Test
    void aDenialNamesTheOwnerAsAPossibleReason() {
        stub.replies(s3Error(403, "AccessDenied", "Access Denied"));

        assertThat(readFailure(owned).text()).contains("S3_BUCKET_OWNER");
    }

    @Test
    void a403WithoutABodyIsADenialAndNoAbsence() {
        stub.replies(s3Error(416, "InvalidRange", "no"), Reply.of(403, ""));

        DdbvaultException error = catchThrowableOfType(DdbvaultException.class, () -> store.peek(KEY, 4));

        assertThat(error.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(error.text()).startsWith("S3 denies s3:GetObject on s3://backups/" + KEY);
    }

    @Test
    void aDeniedPutNamesThePutAndADeniedListTheList() {
        stub.replies(s3Error(403, "AccessDenied", "Access Denied"));

        assertThat(catchThrowableOfType(DdbvaultException.class, () -> store.putIfAbsent(KEY, new byte[0])))
                .hasMessageStartingWith("S3 denies s3:PutObject on s3://backups/" + KEY);
        assertThat(catchThrowableOfType(DdbvaultException.class, () -> store.folders("p/")))
                .hasMessageStartingWith("S3 denies s3:ListBucket on s3://backups/p/");
        assertThat(catchThrowableOfType(DdbvaultException.class, () -> store.open(KEY, "e1")))
                .hasMessageStartingWith("S3 denies s3:GetObject on s3://backups/" + KEY);
    }

    @Test
    void aFailureOfS3IsRepeatedAndThenNamesTheRequest() {
        stub.replies(s3Error(500, "InternalError", "oh").header("x-amz-request-id", "R1"));

        DdbvaultException error = readFailure(store);

        assertThat(stub.requests()).hasSize(3);
        assertThat(error.code()).isEqualTo(ErrorCode.AWS_UNAVAILABLE);
        assertThat(error.text())
                .isEqualTo(
                        "S3 at %s failed at s3:GetObject on s3://backups/%s, after several attempts (InternalError: oh, request R1). Try again later.",
                        stub.url(), KEY);
    }

    @Test
    void nobodyListeningNamesTheEndpoint() {
        stub.close();

        DdbvaultException error = readFailure(store);

        assertThat(error.code()).isEqualTo(ErrorCode.AWS_UNAVAILABLE);
        assertThat(error.text())
                .startsWith("S3 at " + stub.url() + " cannot be reached for s3:GetObject on s3://backups/" + KEY)
                .contains("Connection refused")
                .contains("AWS_ENDPOINT_URL_S3");
        assertThat(Objects.requireNonNull(error.getCause()).toString()).doesNotContain(AwsStub.SECRET_KEY);
    }

    private static DdbvaultException readFailure(S3BackupStore store) {
        return catchThrowableOfType(DdbvaultException.class, () -> store.read(KEY, 100));
    }
}
