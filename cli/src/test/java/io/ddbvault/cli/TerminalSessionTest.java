package io.ddbvault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.program.ProgramOnPath;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The process on a terminal of its own, which script(1) makes: what is typed there, Ctrl-C and Ctrl-D too, does what the
 * documentation says. The script of other systems than Linux takes other arguments.
 */
@Tag("slow")
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class TerminalSessionTest {
    private static final String TABLE = "mfa-api_production_user_global";
    private static final String BUCKET = "backups";
    private static final int ITEMS = 2000;
    private static final String NEW = "not in the backup";
    private static final String QUESTION = "Type the table's name to go on, anything else to leave all as it is: ";

    @TempDir
    Path folder = Path.of("");

    private final Map<String, String> environment = new HashMap<>();
    private final StringBuilder shown = new StringBuilder();

    @SuppressWarnings("NullAway.Init")
    private EmbeddedAws aws;

    @SuppressWarnings("NullAway.Init")
    private AwsClients clients;

    @BeforeEach
    void aTableAndItsBackup() throws IOException {
        ProgramOnPath.orSkip("script");
        aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
        environment.put("AWS_REGION", aws.region());
        environment.put("AWS_ENDPOINT_URL_S3", aws.s3Endpoint().toString());
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", aws.dynamoDbEndpoint().toString());
        environment.put("AWS_ACCESS_KEY_ID", "test");
        environment.put("AWS_SECRET_ACCESS_KEY", "test");
        environment.put("BACKUP_BUCKET", BUCKET);
        environment.put("ENVIRONMENT", "production");
        environment.put("TERM", "xterm");
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
        clients.dynamoDb().putItem(put -> put.tableName(TABLE).item(Map.of("id", AttributeValue.fromS(NEW))));
        MakeBackup backup = new MakeBackup(BUCKET, "native-exports", "2025-07-20", "production");
        backup.table(
                TABLE,
                List.of(IntStream.range(0, ITEMS)
                        .mapToObj("{\"Item\":{\"id\":{\"S\":\"item-%d\"}}}"::formatted)
                        .toList()));
        backup.objects()
                .forEach((key, content) ->
                        clients.s3().putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(content)));
    }

    @AfterEach
    void stop() throws IOException {
        if (aws != null) {
            clients.close();
            aws.close();
        }
    }

    @Test
    void onlyTheTablesNameClearsItAndNeitherCtrlDNorCtrlC() throws Exception {
        refuses("yes\n", 1, "error: Not confirmed: 'yes' is not " + TABLE + ". Nothing was touched.");
        refuses("\n", 1, "error: Not confirmed: '' is not " + TABLE + ". Nothing was touched.");
        refuses("\u0004", 1, "error: Not confirmed: the input ended without an answer for " + TABLE);
        refuses("\u0003", 130, "Interrupted. Nothing was touched.");

        assertThat(session(QUESTION, TABLE + "\n", "restore", "--clear-existing-data"))
                .as(shown.toString())
                .isZero();
        assertThat(shown)
                .contains(
                        "Everything that this table holds will be deleted. Then the backup of 2025-07-20, production, is written.",
                        "COMPLETED  " + TABLE + "  2,000 of 2,000 items written, 1 deleted");
        assertThat(items()).hasSize(ITEMS).doesNotContain(NEW);
    }

    private void refuses(String typed, int exitCode, String says) throws Exception {
        assertThat(session(QUESTION, typed, "restore", "--clear-existing-data"))
                .as(shown.toString())
                .isEqualTo(exitCode);
        assertThat(shown.substring(shown.indexOf(QUESTION))).contains(says);
        assertThat(items()).containsExactly(NEW);
    }

    @Test
    void ctrlCInMidWriteStopsAtABatchsEndAndNamesWhatGoesOn() throws Exception {
        assertThat(session("/2,000  ", "\u0003", "restore", "--max-write-units", "200", "--workers", "2"))
                .as(shown.toString())
                .isEqualTo(130);

        assertThat(shown).contains("stopping", "IN_PROGRESS  " + TABLE, "because of an interrupt");
        Matcher next = Pattern.compile("Next: go on with 'ddbvault restore --restore-id ([0-9TZa-f-]+)'\\.")
                .matcher(shown);
        assertThat(next.find()).as(shown.toString()).isTrue();
        String id = next.group(1);
        Matcher counted = Pattern.compile("([\\d,]+) of 2,000 items written").matcher(shown);
        assertThat(counted.find()).isTrue();
        assertThat(items()).hasSize(1 + Integer.parseInt(counted.group(1).replace(",", "")));

        assertThat(session("COMPLETED", "", "restore", "--restore-id", id))
                .as(shown.toString())
                .isZero();
        assertThat(items()).hasSize(1 + ITEMS);
    }

    /** Types as soon as the text is shown; all that is shown is kept. */
    private int session(String until, String typed, String... arguments) throws IOException, InterruptedException {
        Path command = Files.writeString(
                folder.resolve("command"),
                "exec '%s' -Dddbvault.terminal=true -Dddbvault.keyboard=true -cp '%s' io.ddbvault.cli.Main \"$@\""
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        ProcessBuilder builder = new ProcessBuilder(
                "script",
                "--quiet",
                "--return",
                "--command",
                "sh '%s' %s".formatted(command, String.join(" ", arguments)),
                "/dev/null");
        builder.environment().putAll(environment);
        builder.environment().put("SHELL", "/bin/sh");
        shown.setLength(0);
        Process process = builder.redirectErrorStream(true).start();
        try (Reader reader = new InputStreamReader(process.getInputStream(), UTF_8);
                var keyboard = process.getOutputStream()) {
            boolean answered = false;
            char[] buffer = new char[4096];
            for (int length = reader.read(buffer); length >= 0; length = reader.read(buffer)) {
                shown.append(buffer, 0, length);
                if (!answered && shown.indexOf(until) >= 0) {
                    keyboard.write(typed.getBytes(UTF_8));
                    keyboard.flush();
                    answered = true;
                }
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** The ids of all items in the table. */
    private List<String> items() {
        return clients.dynamoDb().scanPaginator(scan -> scan.tableName(TABLE).consistentRead(true)).items().stream()
                .map(item -> Objects.requireNonNull(item.get("id")).s())
                .toList();
    }
}
