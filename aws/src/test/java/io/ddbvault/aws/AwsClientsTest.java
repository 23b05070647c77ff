package io.ddbvault.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Version;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

class AwsClientsTest {
    @Test
    void theEnvironmentGivesRegionEndpointsAndCredentials() throws IOException {
        try (AwsStub s3 = new AwsStub().replies(AwsStub.s3Error(404, "NoSuchKey", "no"));
                AwsStub dynamoDb =
                        new AwsStub().replies(AwsStub.dynamoDbError(400, "ResourceNotFoundException", "no"));
                AwsClients clients = AwsClients.create(with(
                        s3.environment(),
                        Map.of("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.url(), "AWS_SESSION_TOKEN", "session-1")))) {
            assertThat(new S3BackupStore(clients.s3(), "bucket", null, null).read("key", 10))
                    .isEmpty();
            assertThat(new DynamoDbTables(clients.dynamoDb()).describe("users")).isEmpty();

            assertThat(clients.region()).isEqualTo(Region.EU_WEST_1);
            assertThat(s3.onlyRequest().target()).startsWith("/bucket/key");
            assertThat(s3.onlyRequest().header("Authorization"))
                    .contains("Credential=" + AwsStub.ACCESS_KEY)
                    .contains("/eu-west-1/s3/");
            assertThat(dynamoDb.onlyRequest().header("X-Amz-Security-Token")).isEqualTo("session-1");
        }
    }

    @Test
    void everyCallSaysWhichVersionOfDdbvaultMakesIt() throws IOException {
        try (AwsStub stub =
                        new AwsStub().replies(AwsStub.s3Error(404, "NoSuchKey", "no"), AwsStub.Reply.of(200, "{}"));
                AwsClients clients = AwsClients.create(stub.environment())) {
            assertThat(new S3BackupStore(clients.s3(), "bucket", null, null).read("key", 10))
                    .isEmpty();
            clients.dynamoDb().describeTable(request -> request.tableName("users"));
            new SdkItemWriter(clients).write(Batches.puts("users", "{\"id\":{\"S\":\"a\"}}"));

            assertThat(stub.requests())
                    .hasSize(3)
                    .allSatisfy(request ->
                            assertThat(request.header("User-Agent")).endsWith(" ddbvault/" + Version.OF_THIS));
        }
    }

    @Test
    void theCommandLineGoesBeforeTheEnvironment() throws IOException {
        try (AwsStub stub = new AwsStub().replies(AwsStub.s3Error(404, "NoSuchKey", "no"));
                AwsClients clients = AwsClients.create(
                        AwsStub.environment("http://127.0.0.1:1"),
                        new AwsOverrides("us-east-2", URI.create(stub.url()), null))) {
            assertThat(new S3BackupStore(clients.s3(), "bucket", null, null).read("key", 10))
                    .isEmpty();

            assertThat(clients.region()).isEqualTo(Region.US_EAST_2);
            assertThat(stub.onlyRequest().header("Authorization")).contains("/us-east-2/s3/");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:9000, http://localhost:9000/bucket/key",
        "https://s3.eu-west-1.amazonaws.com, https://bucket.s3.eu-west-1.amazonaws.com/key",
        "https://vpce-1.s3.eu-west-1.vpce.amazonaws.com, https://bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com/key",
        "'', https://bucket.s3.eu-west-1.amazonaws.com/key"
    })
    void onlyAwsItselfGetsTheBucketInTheHostName(String endpoint, String url) {
        try (AwsClients clients = AwsClients.create(AwsStub.environment(endpoint))) {
            assertThat(clients.s3()
                            .utilities()
                            .getUrl(request -> request.bucket("bucket").key("key")))
                    .hasToString(url);
        }
    }

    @Test
    void withoutARegionTheVariableIsNamed() {
        DdbvaultException error =
                failure(Map.of("AWS_EC2_METADATA_DISABLED", "true", "AWS_PROFILE", "no-such-profile"));

        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_SETTINGS);
        assertThat(error.text()).contains("AWS_REGION");
    }

    @ParameterizedTest
    @CsvSource({"localhost:8000", "ftp://localhost", "http://", "'http://a b'"})
    void anEndpointThatIsNoUrlIsNamed(String endpoint) {
        DdbvaultException error = failure(with(AwsStub.environment(""), Map.of("AWS_ENDPOINT_URL_S3", endpoint)));

        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_SETTINGS);
        assertThat(error.text()).startsWith("AWS_ENDPOINT_URL_S3 is not a URL: " + endpoint);
    }

    @Test
    void aTransportThatThereIsNotIsNamedWithThoseThatThereAre() {
        DdbvaultException error = failure(with(AwsStub.environment(""), Map.of("DDBVAULT_TRANSPORT", "fast")));

        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_SETTINGS);
        assertThat(error.text())
                .isEqualTo(
                        "DDBVAULT_TRANSPORT is neither wire nor sdk: fast. Set it to one of them, or unset it for wire.");
    }

    @Test
    void halfACredentialIsAnErrorThatDoesNotShowIt() {
        DdbvaultException error = failure(with(AwsStub.environment(""), Map.of("AWS_ACCESS_KEY_ID", "")));

        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_SETTINGS);
        assertThat(error.text())
                .contains("AWS_ACCESS_KEY_ID")
                .contains("AWS_SECRET_ACCESS_KEY")
                .doesNotContain(AwsStub.SECRET_KEY);
    }

    @Test
    void whereNoCredentialsAreFoundTheVariablesAreNamed() {
        AwsCredentialsProvider none = FoundCredentials.anywhere(() -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers in the chain");
        });
        try (S3Client s3 = S3Client.builder()
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(none)
                        .build();
                DynamoDbClient dynamoDb = DynamoDbClient.builder()
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(none)
                        .build()) {
            assertNamesTheVariables(catchThrowableOfType(
                    DdbvaultException.class, () -> new S3BackupStore(s3, "bucket", null, null).read("key", 10)));
            assertNamesTheVariables(catchThrowableOfType(
                    DdbvaultException.class, () -> new DynamoDbTables(dynamoDb).describe("users")));
        }
    }

    @Test
    void aProfileThatGivesNoCredentialsIsNamedWhateverElseTheMachineOffers() {
        Map<String, String> environment = Map.of("AWS_REGION", "eu-west-1", "AWS_PROFILE", "no-such-profile");

        try (AwsClients clients = AwsClients.create(environment)) {
            DdbvaultException error = catchThrowableOfType(
                    DdbvaultException.class,
                    () -> new S3BackupStore(clients.s3(), "bucket", null, null).read("key", 10));

            assertThat(error.code()).isEqualTo(ErrorCode.INVALID_SETTINGS);
            assertThat(error.text())
                    .isEqualTo(
                            "The AWS profile no-such-profile gives no credentials. Check its name (--profile, AWS_PROFILE) against 'aws configure list-profiles', and if it signs in with IAM Identity Center, run 'aws sso login --profile no-such-profile'.");
        }
    }

    private static void assertNamesTheVariables(DdbvaultException error) {
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_SETTINGS);
        assertThat(error.text()).startsWith("No AWS credentials were found. Set AWS_ACCESS_KEY_ID");
    }

    private static DdbvaultException failure(Map<String, String> environment) {
        return catchThrowableOfType(
                DdbvaultException.class, () -> AwsClients.create(environment).close());
    }

    private static Map<String, String> with(Map<String, String> environment, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return all;
    }
}
