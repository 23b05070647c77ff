package io.ddbvault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.json.Json;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.function.FunctionProcess;
import io.ddbvault.testkit.function.ParsedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Runs the examples of docs/lambda.md in their order, in the deployment that it describes: after each event the answer,
 * field by field and in the same order. Of what differs from run to run only the kind is compared. The id of a restore
 * that an event goes on with is the last one that an answer had.
 */
class DocumentedExamplesIT {
    private static final Pattern EXAMPLE = Pattern.compile(
            "```json (backup|restore) event(?: in (\\d+) seconds)?\n(.*?)```\n.*?```json answer\n(.*?)```",
            Pattern.DOTALL);

    /** Times, ids and what a gzip's length depends on. */
    private static final Set<String> DIFFER = Set.of(
            "export_arn",
            "table_arn",
            "export_time",
            "start_time",
            "end_time",
            "export_manifest",
            "duration_seconds",
            "estimated_size_mb",
            "completed_at",
            "restore_id",
            "rejects_key",
            "manifest_files_key");

    /** The same, and how many items a data file holds. */
    private static final Set<String> DIFFER_OF_A_FILE =
            Stream.concat(DIFFER.stream(), Stream.of("items_written")).collect(Collectors.toUnmodifiableSet());

    private static final Pattern DATA_FILE = Pattern.compile("(\"data_file\": \")[^\"]+");

    /** The same, and how far a restore comes that runs out of time. */
    private static final Set<String> DIFFER_OUT_OF_TIME = Stream.concat(
                    DIFFER.stream(),
                    Stream.of(
                            "total_items_processed",
                            "total_items_written",
                            "items_processed",
                            "items_written",
                            "total_files_processed",
                            "success_rate",
                            "error"))
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern RESTORE_ID = Pattern.compile("\"restore_id\":\"([^\"]+)\"");
    private static final String ID_OF_THE_PAGE = "20250722T030000Z-1a2b3c4d";

    private static final String USERS = "mfa-api_production_api-key_global";
    private static final String KEYS = "mfa-api_production_u2f_global";
    private static final String COPY = "mfa-api_production_u2f-copy_global";

    @Test
    @Timeout(120)
    void everyEventIsAnsweredAsDocumented() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "lambda.md"));
        List<MatchResult> examples = EXAMPLE.matcher(page).results().toList();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(6);
        try (TestAws aws = new TestAws()) {
            aws.createBucket("my-backup-bucket");
            for (String table : List.of(USERS, KEYS)) {
                aws.createTable(table);
                aws.fill(table, TestAws.items(table.equals(USERS) ? 120 : 500));
            }
            aws.createTable(COPY);
            aws.put("my-backup-bucket", backupWithAnItemThatIsTooLarge().objects());
            Map<String, String> backedUp = aws.variables("my-backup-bucket", USERS, KEYS);
            Map<String, String> written = aws.variables("my-backup-bucket", USERS, KEYS, COPY);
            try (FunctionProcess backup = FunctionProcess.start("BackupHandler", backedUp);
                    FunctionProcess restore = FunctionProcess.start("RestoreHandler", written)) {
                String restoreId = "";
                for (MatchResult example : examples) {
                    FunctionProcess function = example.group(1).equals("backup") ? backup : restore;
                    String seconds = example.group(2);
                    Duration time =
                            seconds == null ? FunctionProcess.FULL_TIME : Duration.ofSeconds(Long.parseLong(seconds));
                    String event = example.group(3).replace(ID_OF_THE_PAGE, restoreId);
                    boolean ofAFile = DATA_FILE.matcher(event).find();
                    // The page shows one of them.
                    List<String> files = ofAFile ? dataFiles(aws) : List.of("");
                    String answer = "";
                    for (String file : files) {
                        String ofThis = DATA_FILE.matcher(event).replaceFirst("$1" + Matcher.quoteReplacement(file));
                        answer = new String(
                                function.await(function.send(ofThis, time)).body(), UTF_8);
                    }
                    Set<String> differ = ofAFile ? DIFFER_OF_A_FILE : seconds == null ? DIFFER : DIFFER_OUT_OF_TIME;
                    assertThat(comparable(answer, differ))
                            .as("the answer to\n%s\nnow is\n%s", event, pretty(answer))
                            .isEqualTo(comparable(example.group(4), differ));
                    Matcher id = RESTORE_ID.matcher(answer);
                    restoreId = id.find() ? id.group(1) : restoreId;
                }
            }
            assertThat(aws.contents(KEYS)).containsExactlyInAnyOrderElementsOf(TestAws.items(500));
            assertThat(aws.contents(COPY)).containsExactlyInAnyOrderElementsOf(aws.contents(KEYS));
            assertThat(aws.contents(USERS))
                    .contains(Map.copyOf(TestAws.items(1).get(0)))
                    .doesNotContain(Map.of("id", AttributeValue.fromS("key-0-ключ")));
        }
    }

    private static List<String> dataFiles(TestAws aws) {
        List<String> files = aws.keys("my-backup-bucket").stream()
                .filter(key -> key.startsWith("native-exports/2025-07-22/" + KEYS + "/") && key.endsWith(".json.gz"))
                .toList();
        assertThat(files).hasSize(4);
        return files;
    }

    /** Its other items are as those of the table. */
    private static MakeBackup backupWithAnItemThatIsTooLarge() {
        MakeBackup backup = new MakeBackup("my-backup-bucket", "native-exports", "2025-07-20", "production");
        backup.table(
                KEYS,
                List.of(List.of(
                        line(0, "AP8A"),
                        "{\"Item\":{\"id\":{\"S\":\"key-1000\"},\"secret\":{\"S\":\"%s\"}}}"
                                .formatted("x".repeat(410_000)),
                        line(1, "AP8B"))));
        return backup;
    }

    /** One of {@link TestAws#items} in DynamoDB JSON. */
    private static String line(int i, String base64) {
        return "{\"Item\":{\"id\":{\"S\":\"key-%d-ключ\"},\"secret\":{\"S\":\"value-%d \\\"quoted\\\" \\n ß\"},\"counter\":{\"N\":\"%d\"},\"binary\":{\"B\":\"%s\"},\"list\":{\"L\":[{\"NULL\":true}]}}}"
                .formatted(i, i, i, base64);
    }

    private static String pretty(String json) {
        return new String(Json.pretty(ParsedJson.object(json)), UTF_8);
    }

    private static String comparable(String json, Set<String> differ) {
        return new String(Json.pretty(comparable("", ParsedJson.object(json), differ)), UTF_8);
    }

    private static Object comparable(String name, @Nullable Object value, Set<String> differ) {
        if (value instanceof Map<?, ?> fields) {
            Map<String, Object> changed = new LinkedHashMap<>();
            fields.forEach(
                    (field, of) -> changed.put(String.valueOf(field), comparable(String.valueOf(field), of, differ)));
            return changed;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> comparable("", element, differ)).toList();
        }
        if (value == null) {
            return "null";
        }
        return differ.contains(name) ? value instanceof Number ? "a number" : "a text" : value;
    }
}
