package io.ddbvault.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;

/** Starting, stopping, starting again; and the wire. */
class EmbeddedAwsTest {
    @TempDir
    Path directory;

    @Test
    void tablesObjectsRecoveryAndExportsSurviveARestart() throws IOException {
        EmbeddedAwsOptions options = EmbeddedAwsOptions.inMemory().withDataDirectory(directory.resolve("data"));
        ExportDescription ended;
        String running;
        String eTag;
        try (EmbeddedAws aws = EmbeddedAws.start(options);
                AwsClients clients = AwsClients.of(aws)) {
            clients.s3().createBucket(r -> r.bucket("backups"));
            eTag = clients.s3()
                    .putObject(r -> r.bucket("backups").key("a/b.json"), RequestBody.fromString("{}"))
                    .eTag();
            String arn = clients.createRecoverableTable("kept");
            clients.put("kept", "item");
            ended = clients.awaitEnd(clients.export(arn, "backups").exportArn());
            aws.setExportDuration(Duration.ofHours(1));
            running = clients.export(arn, "backups").exportArn();
        }

        try (EmbeddedAws aws = EmbeddedAws.start(options);
                AwsClients clients = AwsClients.of(aws)) {
            assertThat(clients.dynamoDb()
                            .getItem(r -> r.tableName("kept").key(Map.of("id", AttributeValue.fromS("item"))))
                            .hasItem())
                    .isTrue();
            assertThat(clients.s3()
                            .headObject(r -> r.bucket("backups").key("a/b.json"))
                            .eTag())
                    .isEqualTo(eTag);
            assertThat(clients.dynamoDb()
                            .describeContinuousBackups(r -> r.tableName("kept"))
                            .continuousBackupsDescription()
                            .pointInTimeRecoveryDescription()
                            .pointInTimeRecoveryStatus())
                    .isEqualTo(PointInTimeRecoveryStatus.ENABLED);
            assertThat(clients.describe(ended.exportArn())).isEqualTo(ended);
            assertThat(clients.get("backups", ended.exportManifest()).asUtf8String())
                    .contains(ended.exportArn());
            assertThat(clients.s3().listObjectsV2(r -> r.bucket("backups").prefix("AWSDynamoDB/")).contents().stream()
                            .filter(object -> object.key().endsWith(".json.gz")))
                    .hasSize(4)
                    .allMatch(object -> object.eTag().endsWith("-1\""));
            assertThat(clients.describe(running).exportStatus()).isEqualTo(ExportStatus.FAILED);
            assertThat(clients.dynamoDb()
                            .listExports(r -> r.tableArn(ended.tableArn()))
                            .exportSummaries())
                    .hasSize(2);
        }
    }

    @Test
    void twoInstancesHaveEachTheirOwnData() throws IOException {
        try (EmbeddedAws one = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
                EmbeddedAws two =
                        EmbeddedAws.start(EmbeddedAwsOptions.inMemory().withDataDirectory(directory));
                EmbeddedAws three = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
                AwsClients ones = AwsClients.of(one);
                AwsClients twos = AwsClients.of(two);
                AwsClients threes = AwsClients.of(three)) {
            ones.createRecoverableTable("of-one");
            ones.s3().createBucket(r -> r.bucket("bucket-of-one"));

            for (AwsClients other : new AwsClients[] {twos, threes}) {
                assertThat(other.dynamoDb().listTables().tableNames()).isEmpty();
                assertThat(other.s3().listBuckets().buckets()).isEmpty();
            }
            assertThat(ones.dynamoDb().listTables().tableNames()).containsExactly("of-one");
        }
    }

    @Test
    void aTakenPortIsAnErrorThatNamesIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() ->
                            EmbeddedAws.start(EmbeddedAwsOptions.inMemory().withDynamoDbPort(port)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Integer.toString(port));
            assertThatThrownBy(() ->
                            EmbeddedAws.start(EmbeddedAwsOptions.inMemory().withS3Port(port)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Integer.toString(port));
        }
    }

    @Test
    void aDataDirectoryInUseIsAnErrorThatNamesIt() throws IOException {
        EmbeddedAwsOptions options = EmbeddedAwsOptions.inMemory().withDataDirectory(directory);
        try (EmbeddedAws first = EmbeddedAws.start(options)) {
            assertThat(first.region()).isEqualTo("us-east-1");
            assertThatThrownBy(() -> EmbeddedAws.start(options))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("data directory " + directory + " is in use");
        }
        EmbeddedAws.start(options).close();
    }

    /** In a JVM of its own: loggers and libraries keep the streams that they find at their first use. */
    @Test
    void nothingIsPrintedAndNothingIsLoggedAsAWarning() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            // as in the manifest of ddbvault's jar
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ExportOnce.class.getName()));
        Path printed = directory.resolve("printed.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(printed)).isEmpty();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void answersHaveTheHeadersThatSdksCheck() throws Exception {
        try (EmbeddedAws aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory())) {
            HttpResponse<byte[]> ours = call(aws.dynamoDbEndpoint(), "ListExports", "{}");
            HttpResponse<byte[]> local = call(aws.dynamoDbEndpoint(), "ListTables", "{}");
            HttpResponse<byte[]> refused = call(aws.dynamoDbEndpoint(), "DescribeExport", "{");

            for (HttpResponse<byte[]> answer : List.of(ours, local)) {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(header(answer, "content-type")).isEqualTo("application/x-amz-json-1.0");
                assertThat(header(answer, "x-amzn-requestid")).isNotEmpty();
                assertThat(header(answer, "x-amz-crc32")).isEqualTo(crc32(answer.body()));
            }
            assertThat(new String(ours.body(), StandardCharsets.UTF_8)).isEqualTo("{\"ExportSummaries\":[]}");
            assertThat(new String(local.body(), StandardCharsets.UTF_8)).isEqualTo("{\"TableNames\":[]}");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(new String(refused.body(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"__type\":\"com.amazonaws.dynamodb.v20120810#SerializationException\","
                            + "\"message\":\"The request body is not a JSON object\"}");
        }
    }

    @Test
    void closingTwiceIsHarmless() throws IOException {
        EmbeddedAws aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
        aws.close();
        aws.close();
    }

    private static HttpResponse<byte[]> call(URI endpoint, String operation, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(endpoint)
                                .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String crc32(byte[] body) {
        CRC32 crc32 = new CRC32();
        crc32.update(body);
        return Long.toString(crc32.getValue());
    }
}
