package io.ddbvault.aws.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.restore.FailedItem;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.testkit.MakeBackup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * A table got an index on {@code rank}, a number, after the backup; the backup has items whose rank is a text. DynamoDB
 * refuses them until the index is gone.
 */
class RestoreRejectsOnAwsTest {
    private static final RestoreRequest CLEAR = new RestoreRequest(null, null, false, true, 4);

    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    private final String bucket = aws.newBucket();
    private final Settings settings = TestAws.settings(bucket);
    private final String table = "ranked-" + bucket;
    private final MakeBackup backup = new MakeBackup(bucket, "native-exports", "2025-07-20", "production");

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @BeforeEach
    void aTableWithAnIndexOnANumber() {
        aws.dynamoDb()
                .createTable(request -> request.tableName(table)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(
                                attribute("id", ScalarAttributeType.S), attribute("rank", ScalarAttributeType.N))
                        .keySchema(key("id"))
                        .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                                .indexName("by-rank")
                                .keySchema(key("rank"))
                                .projection(projection -> projection.projectionType(ProjectionType.ALL))
                                .build()));
        aws.fill(table, List.of(Map.of("id", AttributeValue.fromS("live"))));
    }

    @Test
    void whatTheIndexRefusedIsWrittenAfterTheIndexIsGone() throws IOException {
        List<String> first = items(0, 40);
        List<String> second = items(40, 60);
        first.set(7, ranked(7, "{\"S\":\"high\"}"));
        second.set(3, ranked(43, "{\"S\":\"low \\u00e4 \\\"\"}"));
        second.set(19, ranked(59, "{\"S\":\"\"}"));
        MakeBackup.Export export = backup.table(table, List.of(lines(first), lines(second)));
        aws.put(bucket, backup.objects());

        TableResult partly = aws.restore(settings, CLEAR).results().get(0);

        assertThat(partly.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(partly.itemsWritten()).isEqualTo(57);
        assertThat(partly.itemsFailed()).isEqualTo(3);
        assertThat(partly.itemsCleared()).isEqualTo(1);
        Set<Place> places = Set.of(
                new Place(export.dataFile(0), 8), new Place(export.dataFile(1), 4), new Place(export.dataFile(1), 20));
        assertThat(partly.failures()).extracting(FailedItem::place).containsExactlyInAnyOrderElementsOf(places);
        assertThat(partly.failures())
                .extracting(FailedItem::key)
                .containsExactlyInAnyOrder(
                        "{\"id\":{\"S\":\"item-7\"}}", "{\"id\":{\"S\":\"item-43\"}}", "{\"id\":{\"S\":\"item-59\"}}");
        String rejects = Objects.requireNonNull(partly.rejectsKey());
        assertThat(rejects)
                .matches("native-exports/_state/restores/[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}/rejects-" + table + "\\.jsonl");
        assertReject(rejects, first.get(7), export.dataFile(0), 8);
        assertReject(rejects, second.get(3), export.dataFile(1), 4);
        assertReject(rejects, second.get(19), export.dataFile(1), 20);
        assertThat(objectLines(rejects)).hasSize(3);

        // Too early: nothing changes, and nothing is lost.
        RestoreReport early = aws.restore(settings, rejects(rejects));
        assertThat(early.results()).extracting(TableResult::status).containsExactly(TableStatus.FAILED);
        String still = Objects.requireNonNull(early.results().get(0).rejectsKey());
        assertThat(objectLines(still)).containsExactlyInAnyOrderElementsOf(objectLines(rejects));

        removeTheIndex();
        RestoreReport mended = aws.restore(settings, rejects("s3://" + bucket + "/" + still));

        assertThat(mended.results()).extracting(TableResult::status).containsExactly(TableStatus.COMPLETED);
        assertThat(mended.results().get(0).itemsWritten()).isEqualTo(3);
        assertThat(mended.date()).hasToString("2025-07-20");
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        assertHolds(all);
    }

    @Test
    void aLineThatIsNoItemStaysRejectedWhileItsNeighboursAreWritten() throws IOException {
        List<String> items = items(0, 30);
        items.set(2, ranked(2, "{\"S\":\"high\"}"));
        List<String> lines = lines(items);
        String half = "{\"Item\":{\"id\":{\"S\":\"half an ite";
        lines.set(5, half);
        MakeBackup.Export export = backup.table(table, List.of(lines));
        aws.put(bucket, backup.objects());

        TableResult partly = aws.restore(settings, CLEAR).results().get(0);

        assertThat(partly.itemsWritten()).isEqualTo(28);
        assertThat(partly.itemsFailed()).isEqualTo(2);
        String rejects = Objects.requireNonNull(partly.rejectsKey());
        assertReject(rejects, items.get(2), export.dataFile(0), 3);
        List<String> noItem = objectLines(rejects).stream()
                .filter(line -> line.startsWith("{\"line_base64\""))
                .toList();
        assertThat(noItem).hasSize(1);
        assertThat(noItem.get(0))
                .startsWith(
                        "{\"line_base64\":\"%s\",\"table\":\"%s\",\"file\":\"%s\",\"line\":6,\"reason\":\"is no item: "
                                .formatted(
                                        Base64.getEncoder().encodeToString(half.getBytes(UTF_8)),
                                        table,
                                        export.dataFile(0)));

        removeTheIndex();
        RestoreReport again = aws.restore(settings, rejects(rejects));

        TableResult result = again.results().get(0);
        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.expectedItems()).isEqualTo(2);
        assertThat(result.itemsWritten()).isEqualTo(1);
        assertThat(result.itemsFailed()).isEqualTo(1);
        assertThat(again.warnings())
                .containsExactly(
                        "1 of the 2 lines of s3://%s/%s are no items; they stay rejected.".formatted(bucket, rejects));
        assertThat(objectLines(Objects.requireNonNull(result.rejectsKey()))).isEqualTo(noItem);
        items.remove(5);
        assertHolds(items);
    }

    /** The line has the item as it was, to the byte, and beside it where it came from and why. */
    private void assertReject(String key, String item, String file, int line) throws IOException {
        String start = "{\"Item\":" + item + ",\"table\":";
        String found = objectLines(key).stream()
                .filter(each -> each.startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line " + line + " of " + file + " in " + key));
        Map<?, ?> fields = Json.parseObject(found.getBytes(UTF_8));
        assertThat(fields.get("table")).isEqualTo(table);
        assertThat(fields.get("file")).isEqualTo(file);
        assertThat(fields.get("line")).isEqualTo(line);
        assertThat(String.valueOf(fields.get("reason")))
                .startsWith("was refused by DynamoDB: ValidationException")
                .doesNotContain("high", "low");
        assertThat(fields.keySet()).hasToString("[Item, table, file, line, reason]");
    }

    private void removeTheIndex() {
        aws.dynamoDb()
                .updateTable(request -> request.tableName(table)
                        .globalSecondaryIndexUpdates(GlobalSecondaryIndexUpdate.builder()
                                .delete(delete -> delete.indexName("by-rank"))
                                .build()));
        aws.dynamoDb().waiter().waitUntilTableExists(request -> request.tableName(table));
    }

    private List<String> objectLines(String key) {
        return aws.s3()
                .getObjectAsBytes(request -> request.bucket(bucket).key(key))
                .asString(UTF_8)
                .lines()
                .toList();
    }

    private void assertHolds(List<String> items) throws IOException {
        Set<Object> expected = new HashSet<>();
        for (String item : items) {
            expected.add(Json.parse(item));
        }
        Set<Object> found = new HashSet<>();
        for (Map<String, AttributeValue> item : aws.dynamoDb()
                .scanPaginator(request -> request.tableName(table))
                .items()) {
            AttributeValue rank = Objects.requireNonNull(item.get("rank"));
            found.add(Map.of(
                    "id",
                    Map.of("S", Objects.requireNonNull(item.get("id")).s()),
                    "rank",
                    rank.s() == null ? Map.of("N", rank.n()) : Map.of("S", rank.s())));
        }
        assertThat(found).isEqualTo(expected);
    }

    private static RestoreRequest rejects(String key) {
        return new RestoreRequest(null, null, false, false, 4)
                .toBuilder().rejects(List.of(key)).build();
    }

    private static List<String> items(int from, int to) {
        List<String> items = new ArrayList<>();
        for (int i = from; i < to; i++) {
            items.add(ranked(i, "{\"N\":\"%d\"}".formatted(i)));
        }
        return items;
    }

    private static String ranked(int i, String rank) {
        return "{\"id\":{\"S\":\"item-%d\"},\"rank\":%s}".formatted(i, rank);
    }

    private static List<String> lines(List<String> items) {
        return new ArrayList<>(items.stream().map("{\"Item\":%s}"::formatted).toList());
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement key(String name) {
        return KeySchemaElement.builder()
                .attributeName(name)
                .keyType(KeyType.HASH)
                .build();
    }
}
