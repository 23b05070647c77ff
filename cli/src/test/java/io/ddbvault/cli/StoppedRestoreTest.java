package io.ddbvault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.AwsVault;
import io.ddbvault.core.json.Json;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import io.ddbvault.testkit.MakeBackup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * A restore in a process of its own is stopped in mid-write, and what it says then is what an operator needs to look at it
 * and to go on. It is slow by its ceiling, so that it cannot end before.
 */
@Tag("slow")
@Timeout(180)
class StoppedRestoreTest {
    private static final String TABLE = "mfa-api_production_user_global";
    private static final String BUCKET = "backups";
    private static final int ITEMS = 1000;

    @TempDir
    Path folder = Path.of("");

    private final Map<String, String> environment = new HashMap<>();

    @SuppressWarnings("NullAway.Init")
    private EmbeddedAws aws;

    @SuppressWarnings("NullAway.Init")
    private AwsClients clients;

    @BeforeEach
    void aTableAndItsBackup() throws IOException {
        aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
        environment.putAll(Map.of(
                "AWS_REGION",
                aws.region(),
                "AWS_ENDPOINT_URL_S3",
                aws.s3Endpoint().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB",
                aws.dynamoDbEndpoint().toString(),
                "AWS_ACCESS_KEY_ID",
                "test",
                "AWS_SECRET_ACCESS_KEY",
                "test",
                "BACKUP_BUCKET",
                BUCKET,
                "ENVIRONMENT",
                "production"));
        clients = AwsClients.create(environment);
        clients.s3().createBucket(create -> create.bucket(BUCKET));
        clients.dynamoDb()
                .createTable(create -> create.tableName(TABLE)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("id")
                                .attributeType(ScalarAttributeType.S)
                                .build())
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("id")
                                .keyType(KeyType.HASH)
                                .build()));
        clients.dynamoDb()
                .putItem(put -> put.tableName(TABLE).item(Map.of("id", AttributeValue.fromS("not in the backup"))));
        MakeBackup backup = new MakeBackup(BUCKET, "native-exports", "2025-07-20", "production");
        backup.table(TABLE, List.of(lines(0, 600), lines(600, ITEMS)));
        backup.objects()
                .forEach((key, content) ->
                        clients.s3().putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(content)));
    }

    @AfterEach
    void stop() throws IOException {
        clients.close();
        aws.close();
    }

    @Test
    void afterASigtermTheOutputNamesTheCommandThatGoesOnAndTheRestoreIsListedUntilItHasEnded() throws Exception {
        Path out = folder.resolve("out");
        Process process =
                start(out, "restore", "--clear-existing-data", "--yes", "--max-write-units", "100", "--workers", "2");
        List<String> err = new ArrayList<>();
        try (var reader = process.errorReader(UTF_8)) {
            String line = reader.readLine();
            while (line != null) {
                err.add(line);
                if (line.equals(TABLE + ": writing 1,000 items")) {
                    // Not by the process itself, which would close what it still says.
                    assertThat(process.toHandle().destroy()).isTrue();
                }
                line = reader.readLine();
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(process.exitValue()).as(String.join("\n", err)).isEqualTo(143);
        String id = idIn(err.get(0));
        String report = Files.readString(out, UTF_8);
        assertThat(report)
                .contains("  IN_PROGRESS  " + TABLE, " of 1,000 items written, 1 deleted", "because of an interrupt")
                .endsWith("Next: go on with 'ddbvault restore --restore-id %s'.%n".formatted(id));
        assertThat(err).contains("stopping");
        assertThat(items().size()).isLessThan(ITEMS);

        assertThat(run("restore", "--unfinished").out())
                .contains(
                        id + " of the backup of 2025-07-20, production",
                        "stopped: nobody works on it; the last was process " + process.pid() + " of ",
                        "go on with 'ddbvault restore --restore-id " + id + "'",
                        "  WRITING  " + TABLE + "  ",
                        "1 unfinished restore.");
        assertThat(run("status", id).out())
                .contains("stopped: nobody works on it", items().size() + " of 1,000 items written");
        assertThat(run("unlock", TABLE).out())
                .contains(
                        TABLE + " is not locked any more. There is nothing to remove.",
                        "restore " + id + ", by process");

        Output last = run("restore", "--restore-id", id);

        assertThat(last.exitCode()).as(last.err()).isZero();
        assertThat(last.err()).startsWith("restore " + id);
        assertThat(last.out()).contains("COMPLETED  " + TABLE + "  1,000 of 1,000 items written, 1 deleted");
        assertThat(items())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, ITEMS).mapToObj(i -> "item-" + i).toList());
        assertThat(run("restore", "--unfinished").out()).isEqualTo("No restore is unfinished.%n".formatted());
        assertThat(run("status", id).out()).contains("ended: every table has its result", "COMPLETED");
    }

    @Test
    void afterItsTimeoutTheJsonHasTheIdThatGoesOnAndStandardErrorHadItFromTheStart() throws Exception {
        Path out = folder.resolve("out");
        // At 35 a second the thousand take 29 seconds: on a slow machine, too, some are written before 20 are over.
        Process process = start(out, "restore", "--max-write-units", "35", "--timeout", "20s", "--json");
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(process.exitValue()).as(err).isEqualTo(2);
        String id = idIn(err.lines().findFirst().orElse(""));
        Map<?, ?> answer = Json.parseObject(Files.readAllBytes(out));
        assertThat(answer.get("statusCode")).isEqualTo(207);
        Map<?, ?> body = (Map<?, ?>) Objects.requireNonNull(answer.get("body"));
        assertThat(body.get("restore_id")).isEqualTo(id);
        assertThat(body.get("in_progress_restores")).isEqualTo(1);
        int written = items().size() - 1;
        assertThat(body.get("total_items_written")).isEqualTo(written);
        assertThat(written).isBetween(1, ITEMS - 1);

        Output last = run("restore", "--restore-id", id, "--json");

        assertThat(last.exitCode()).as(last.err()).isZero();
        assertThat(last.err()).isEqualTo("restore %s%n".formatted(id));
        assertThat(last.out()).contains("\"total_items_written\":1000").doesNotContain("restore_id");
        assertThat(items()).hasSize(ITEMS + 1).contains("not in the backup");
    }

    private Process start(Path out, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.ddbvault.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private record Output(int exitCode, String out, String err) {}

    /** In this process, which starts faster. */
    private Output run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new Cli(
                        new Terminal(environment, RunCli.print(out), RunCli.print(err), false),
                        AwsVault::open,
                        new Interrupts(RunCli.print(err)))
                .run(arguments);
        return new Output(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    private static String idIn(String firstLine) {
        Matcher line =
                Pattern.compile("restore ([0-9]{8}T[0-9]{6}Z-[0-9a-f]{8})").matcher(firstLine);
        assertThat(line.matches()).as(firstLine).isTrue();
        return line.group(1);
    }

    /** The ids of all items in the table. */
    private List<String> items() {
        return clients.dynamoDb().scanPaginator(scan -> scan.tableName(TABLE).consistentRead(true)).items().stream()
                .map(item -> Objects.requireNonNull(item.get("id")).s())
                .collect(Collectors.toList());
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj("{\"Item\":{\"id\":{\"S\":\"item-%d\"}}}"::formatted)
                .toList();
    }
}
