package io.ddbvault.aws.endtoend;

import static io.ddbvault.aws.endtoend.RestoreScene.field;
import static io.ddbvault.aws.endtoend.RestoreScene.parse;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.endtoend.KillPlan.Way;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a restore must come to, however often it was interrupted: its answer, its tables, its rejects. */
final class ExpectRestored {
    private final RestoreScene scene;
    private final Way way;
    private final int table;
    private final List<Map<String, AttributeValue>> applicationRows = new ArrayList<>();
    private final Set<Integer> interruptedInDeletes = new HashSet<>();
    private int rowsBeforeFirstWrite;

    /** @param table the place of the one that is interrupted, and that may be of bad items */
    ExpectRestored(RestoreScene scene, Way way, int table) {
        this.scene = scene;
        this.way = way;
        this.table = table;
    }

    /** The application writes a row to the interrupted table, which is to stay. */
    void applicationWrites() {
        applicationRows.add(scene.applicationWrites(table, applicationRows.size()));
    }

    /** The application writes a row to the interrupted table before any item is written, so that it goes with the others. */
    void applicationWritesBeforeFirstWrite() {
        scene.applicationWrites(table, 1_000 + rowsBeforeFirstWrite);
        rowsBeforeFirstWrite++;
    }

    /** Deletes of this table may have been made that no checkpoint counts. */
    void interruptedInDeletesOf(int each) {
        interruptedInDeletes.add(each);
    }

    void assertRestored(Map<?, ?> answer) {
        boolean anyBad = way == Way.OF_BAD_ITEMS;
        assertThat(field(answer, "statusCode")).isEqualTo(anyBad ? 207 : 200);
        Map<?, ?> body = (Map<?, ?>) field(answer, "body");
        assertThat(body.get("restore_id")).isNull();
        List<?> results = (List<?>) field(body, "restore_results");
        long written = 0;
        for (int each : List.of(0, 1)) {
            boolean bad = anyBad && each == table;
            Map<?, ?> result = (Map<?, ?>) results.get(each);
            List<Map<String, AttributeValue>> items = RestoreScene.items(each, bad);
            assertThat(result.get("table_name")).isEqualTo(scene.table(each));
            assertThat(result.get("status")).isEqualTo(bad ? "PARTIAL_SUCCESS" : "COMPLETED");
            assertThat(result.get("total_files_processed")).isEqualTo(RestoreScene.FILES);
            assertThat(result.get("expected_items")).isEqualTo(RestoreScene.ITEMS.get(each));
            assertThat(result.get("items_written")).isEqualTo(items.size());
            assertThat(result.get("items_failed")).isEqualTo(bad ? RestoreScene.BAD : 0);
            assertCleared(each, (Integer) field(result, "items_cleared"));
            assertThat(scene.contents(each)).isEqualTo(TestAws.comparable(expected(each, items)));
            if (bad) {
                assertRejects((String) field(result, "rejects_key"));
            } else {
                assertThat(result.get("rejects_key")).isNull();
            }
            written += items.size();
        }
        assertThat(field(body, "total_items_written")).isEqualTo((int) written);
    }

    private List<Map<String, AttributeValue>> expected(int each, List<Map<String, AttributeValue>> items) {
        List<Map<String, AttributeValue>> expected = new ArrayList<>(items);
        if (!way.clears()) {
            expected.addAll(RestoreScene.others(each));
        }
        if (each == table) {
            expected.addAll(applicationRows);
        }
        return expected;
    }

    private void assertCleared(int each, int cleared) {
        int others = RestoreScene.OTHERS.get(each) + (each == table ? rowsBeforeFirstWrite : 0);
        int there = !way.clears() ? 0 : way.clearsAfter() ? others : others + RestoreScene.OLD_VERSIONS;
        if (interruptedInDeletes.contains(each)) {
            assertThat(cleared).isBetween(0, there);
        } else {
            assertThat(cleared).isEqualTo(there);
        }
    }

    /** Each bad line once, as it was. */
    private void assertRejects(String key) {
        List<String> rejected = scene.object(key)
                .map(bytes -> new String(bytes, UTF_8))
                .orElseThrow()
                .lines()
                .map(line -> parse(line.getBytes(UTF_8)))
                .map(fields -> "%s %s %s"
                        .formatted(
                                fields.get("file"),
                                fields.get("line"),
                                Objects.requireNonNullElse(fields.get("Item"), fields.get("line_base64"))))
                .toList();
        assertThat(rejected).containsExactlyInAnyOrderElementsOf(scene.badLines(table));
    }
}
