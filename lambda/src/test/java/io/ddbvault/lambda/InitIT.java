package io.ddbvault.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ddbvault.lambda.Front.Refusal;
import io.ddbvault.testkit.function.FunctionProcess;
import io.ddbvault.testkit.function.ParsedJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a container does before its first event. With SnapStart its memory is then copied, and many containers go on from
 * one copy, weeks later: whatever is secret, unique or of that moment must not be in it.
 */
@Timeout(120)
class InitIT {
    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @ParameterizedTest
    @CsvSource({
        "BackupHandler, {}, io.ddbvault.core.backup.Backup",
        "RestoreHandler, {\"dry_run\":true}, io.ddbvault.core.restore.RestoreId",
    })
    void beforeItsFirstEventAContainerLooksForNoCredentialsAsksNobodyAndMakesNoIds(
            String handler, String event, String makerOfIds) throws IOException {
        String bucket = aws.newBucket();
        String table = aws.newTable(TestAws.items(2));
        try (FunctionProcess backup = FunctionProcess.start("BackupHandler", aws.variables(bucket, table))) {
            assertThat(backup.call("{}").statusCode()).isEqualTo(200);
        }
        AtomicInteger askedForCredentials = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        Path loaded = folder.resolve("loaded.txt");
        try (Front credentials = new Front(URI.create("http://127.0.0.1:9"), call -> {
                    askedForCredentials.incrementAndGet();
                    return Optional.of(
                            new Refusal(
                                    200,
                                    "{\"AccessKeyId\":\"id\",\"SecretAccessKey\":\"secret\",\"Token\":\"token\",\"Expiration\":\"2099-01-01T00:00:00Z\"}"));
                });
                Front s3 = new Front(aws.embedded().s3Endpoint(), counting(calls));
                Front dynamoDb = new Front(aws.embedded().dynamoDbEndpoint(), counting(calls))) {
            Map<String, String> variables = new HashMap<>(aws.variables(bucket, table));
            variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
            variables.keySet().removeAll(List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"));
            variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", credentials.endpoint() + "/credentials");
            variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "token");
            variables.put("AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
            variables.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString());
            List<String> flags = new ArrayList<>(FunctionProcess.LAMBDA_FLAGS);
            flags.add("-Xlog:class+load=info:file=" + loaded);
            try (FunctionProcess function = FunctionProcess.start(handler, variables, flags)) {
                function.awaitInit();

                assertThat(askedForCredentials).hasValue(0);
                assertThat(calls).hasValue(0);
                assertThat(Files.readString(loaded))
                        .contains("io.ddbvault.aws.WarmUp ")
                        .doesNotContain(makerOfIds + " ");
                assertThat(function.log()).isEmpty();

                assertThat(function.call(event).statusCode()).isEqualTo(200);
                assertThat(askedForCredentials).hasPositiveValue();
                assertThat(calls).hasPositiveValue();
                assertThat(Files.readString(loaded)).contains(makerOfIds + " ");
            }
        }
    }

    @Test
    void aFunctionThatWritesNoReportLoadsNothingOfWhatMakesOne() throws IOException {
        Path loaded = folder.resolve("loaded.txt");
        List<String> flags = new ArrayList<>(FunctionProcess.LAMBDA_FLAGS);
        flags.add("-Xlog:class+load=info:file=" + loaded);
        Map<String, String> variables = aws.variables(aws.newBucket(), aws.newTable(TestAws.items(2)));
        try (FunctionProcess function = FunctionProcess.start("BackupHandler", variables, flags)) {
            assertThat(function.call("{}").statusCode()).isEqualTo(200);
        }

        assertThat(Files.readString(loaded))
                .contains("io.ddbvault.core.backup.Backup ")
                .doesNotContain("io.ddbvault.report.", "gg.jte.", "io.ddbvault.lambda.ReportAfterBackup");
    }

    @Test
    void eachCallOfAContainerHasARestoreIdOfItsOwn() throws InterruptedException {
        try (FunctionProcess function =
                FunctionProcess.start("RestoreHandler", aws.variables(aws.newBucket(), "table"))) {
            function.call("{}");
            function.call("{}");
            function.awaitLog("\"message\":\"ended\"");

            assertThat(function.logged("restore started"))
                    .hasSize(2)
                    .extracting(line -> line.get("restore_id"))
                    .doesNotContainNull()
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, C1", "4, C1 and C2"})
    void theFirstLineTellsVersionCompilersAndHowTheContainerBegan(String level, String compilers) throws Exception {
        List<String> flags = new ArrayList<>(FunctionProcess.LAMBDA_FLAGS);
        flags.removeIf(flag -> flag.startsWith("-XX:TieredStopAtLevel"));
        Map<String, String> variables = new HashMap<>(aws.variables("bucket", "table"));
        // As the deployment gives it: a variable, which the JVM itself reads.
        variables.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=" + level);
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        try (FunctionProcess function = FunctionProcess.start("RestoreHandler", variables, flags)) {
            assertThat(function.call("{\"max_workers\":0}").statusCode()).isEqualTo(500);
            function.awaitLog("\"message\":\"ended\"");

            assertThat(function.log().lines().toList())
                    .element(1)
                    .satisfies(line -> assertThat(ParsedJson.object(line))
                            .contains(
                                    entry("ddbvault", System.getProperty("ddbvault.version")),
                                    entry("compilers", compilers),
                                    entry("initializationType", "snap-start"),
                                    entry("functionVersion", "7")));
        }
    }

    private static Front.Rule counting(AtomicInteger calls) {
        return call -> {
            calls.incrementAndGet();
            return Optional.empty();
        };
    }
}
