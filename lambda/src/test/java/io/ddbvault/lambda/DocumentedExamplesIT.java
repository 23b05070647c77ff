package io.ddbvault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Runs the examples of docs/lambda.md in their order, in the deployment that it describes: after each event the answer,
 * field by field and in the same order. Of what differs from run to run only the kind is compared.
 */
class DocumentedExamplesIT {
    private static final Pattern EXAMPLE =
            Pattern.compile("```json (backup|restore) event\n(.*?)```\n.*?```json answer\n(.*?)```", Pattern.DOTALL);

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
            "completed_at");

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
            Map<String, String> backedUp = aws.variables("my-backup-bucket", USERS, KEYS);
            Map<String, String> written = aws.variables("my-backup-bucket", USERS, KEYS, COPY);
            try (FunctionProcess backup = FunctionProcess.start("BackupHandler", backedUp);
                    FunctionProcess restore = FunctionProcess.start("RestoreHandler", written)) {
                List<String> answers = new ArrayList<>();
                for (MatchResult example : examples) {
                    FunctionProcess function = example.group(1).equals("backup") ? backup : restore;
                    RuntimeApi.Reply reply = function.await(function.send(example.group(2), FunctionProcess.FULL_TIME));
                    answers.add(new String(Json.pretty(ParsedJson.object(reply.body())), UTF_8));
                    assertThat(comparable(new String(reply.body(), UTF_8)))
                            .as("the answer to\n%s\nnow is\n%s", example.group(2), answers.get(answers.size() - 1))
                            .isEqualTo(comparable(example.group(3)));
                }
            }
            assertThat(aws.contents(KEYS)).hasSize(500);
            assertThat(aws.contents(COPY)).containsExactlyInAnyOrderElementsOf(aws.contents(KEYS));
            assertThat(aws.contents(USERS))
                    .contains(Map.copyOf(TestAws.items(1).get(0)))
                    .doesNotContain(Map.of("id", AttributeValue.fromS("key-0-ключ")));
        }
    }

    private static String comparable(String json) {
        return new String(Json.pretty(comparable("", ParsedJson.object(json))), UTF_8);
    }

    private static Object comparable(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> fields) {
            Map<String, Object> changed = new LinkedHashMap<>();
            fields.forEach((field, of) -> changed.put(String.valueOf(field), comparable(String.valueOf(field), of)));
            return changed;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> comparable("", element)).toList();
        }
        if (value == null) {
            return "null";
        }
        return DIFFER.contains(name) ? value instanceof Number ? "a number" : "a text" : value;
    }
}
