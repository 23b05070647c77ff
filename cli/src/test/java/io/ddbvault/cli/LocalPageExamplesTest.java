package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The Java of docs/local.md stands in this file too, and so compiles and runs; its options are those of the command. */
class LocalPageExamplesTest {
    private static final Path PAGE = Path.of("../docs/local.md");

    @Test
    void allJavaOfThePageIsRunHere() throws IOException {
        String here = oneLine(Files.readString(Path.of("src/test/java/io/ddbvault/cli/LocalPageExamplesTest.java")));
        List<String> blocks = MarkdownBlocks.of(PAGE, "java");

        assertThat(blocks).hasSize(4).allSatisfy(block -> assertThat(here).contains(oneLine(block)));
    }

    private static String oneLine(String java) {
        return java.replace("URI.create(\"http://127.0.0.1:8000\")", "aws.dynamoDbEndpoint()")
                .replace("URI.create(\"http://127.0.0.1:9000\")", "aws.s3Endpoint()")
                .replaceAll("\\s+", " ");
    }

    @Test
    void allOptionsOfTheCommandAreOnThePage() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(new CommandLine(new LocalCommand(
                                new Terminal(Map.of(), System.out, System.err, false), new Interrupts(System.err)))
                        .getCommandSpec()
                        .options())
                .filteredOn(option -> !option.usageHelp())
                .isNotEmpty()
                .allSatisfy(option -> assertThat(page).contains("`" + option.longestName()));
    }

    @Test
    void clientsOfTheSdkUseIt() throws IOException {
        try (EmbeddedAws aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory())) {
            DynamoDbClient dynamoDb = DynamoDbClient.builder()
                    .endpointOverride(aws.dynamoDbEndpoint())
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                    .build();
            S3Client s3 = S3Client.builder()
                    .endpointOverride(aws.s3Endpoint())
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                    .forcePathStyle(true)
                    .build();
            try (dynamoDb;
                    s3) {
                assertThat(dynamoDb.listTables().tableNames()).isEmpty();
                s3.createBucket(create -> create.bucket("exports"));
                assertThat(s3.listBuckets().buckets()).hasSize(1);
            }
        }
    }

    @Test
    void aTestStartsItAndSaysWhatShallGoWrong() throws IOException {
        try (EmbeddedAws aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory())) {
            runYourTest(aws.dynamoDbEndpoint(), aws.s3Endpoint(), aws.region());
        }
        try (EmbeddedAws aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory())) {
            aws.setExportDuration(Duration.ofMillis(50));
            aws.exports().duration("slow-table", Duration.ofHours(1));
            aws.exports().failNext("users", "S3AccessDenied", "Access Denied");
            aws.exports().missingKmsKey("no-such-key");
            aws.exports().mostAtOnce(2);
            aws.setRecoveryLag(Duration.ofMinutes(5));

            aws.faults().deny("Scan");
            aws.faults().deny("BatchWriteItem", "users");
            aws.faults().denyS3("GetObject", "native-exports/");
            aws.faults().refuseNext("PutItem", 3, "InternalServerError", "try again");
            aws.faults().slowDownS3("PutObject", "", 2);
            aws.faults().throttleControlPlane();
            aws.faults().clear();
        }
    }

    private static void runYourTest(URI dynamoDb, URI s3, String region) {
        assertThat(dynamoDb.getHost()).isEqualTo("127.0.0.1");
        assertThat(s3.getHost()).isEqualTo("127.0.0.1");
        assertThat(region).isEqualTo("us-east-1");
    }
}
