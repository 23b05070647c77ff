package io.ddbvault.aws.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.testkit.random.GenerateItems;
import io.ddbvault.testkit.random.LargeItems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tables of anything that DynamoDB stores, exported as AWS does, damaged, and restored: the same items, all of them. */
@Timeout(300)
class RestoreRandomTablesTest {
    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverATableHoldsComesBackAsItWas(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        KeySchema keySchema = keySchema(random);
        GenerateItems generate = new GenerateItems(seed);
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        for (int i = random.nextInt(100, 400); i > 0; i--) {
            items.add(ItemOfTree.of(generate.item(keySchema, i)));
        }

        assertComesBack("random-" + seed, keySchema, items, generate);
    }

    /** Few of them: DynamoDB Local takes its time over a list of 200,000 values. */
    @Tag("slow")
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void itemsNearDynamoDbsLimitWhoseJsonIsSeveralTimesLargerComeBackAsTheyWere(long seed) {
        KeySchema keySchema = new KeySchema(List.of(new KeyAttribute("id", "S")));
        LargeItems generate = new LargeItems(seed);
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        for (LargeItems.Kind kind : LargeItems.Kind.values()) {
            boolean ofManyValues = kind == LargeItems.Kind.NULLS || kind == LargeItems.Kind.NUMBERS;
            for (int i = 0; i < (ofManyValues ? 1 : 4); i++) {
                items.add(ItemOfTree.of(generate.item(kind, kind + " " + i)));
            }
        }

        assertComesBack("large-" + seed, keySchema, items, new GenerateItems(seed));
    }

    private static void assertComesBack(
            String table, KeySchema keySchema, List<Map<String, AttributeValue>> items, GenerateItems others) {
        Set<Object> before = TestAws.comparable(items);
        aws.createTable(
                table,
                keySchema.attributes().stream()
                        .map(key -> key.name() + ":" + key.type())
                        .toArray(String[]::new));
        aws.enablePointInTimeRecovery(table);
        // One at a time: 25 large ones do not fit into one request.
        items.forEach(item -> aws.dynamoDb().putItem(put -> put.tableName(table).item(item)));
        assertThat(aws.contents(table)).isEqualTo(before);
        String bucket = aws.newBucket();
        TableExport export = aws.backup(backupSettings(bucket, table)).exports().get(0);
        assertThat(export.failureMessage()).isNull();
        assertThat(export.status()).isEqualTo(ExportStatus.COMPLETED);
        assertThat(export.itemCount()).isEqualTo(items.size());
        int left = damage(table, keySchema, items, others);

        RestoreReport report =
                aws.restore(TestAws.settings(bucket), new RestoreRequest(null, List.of(table), false, true, 5));

        TableResult result = report.results().get(0);
        assertThat(result.error()).isNull();
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(items.size());
        assertThat(result.itemsFailed()).isZero();
        assertThat(result.itemsCleared()).isEqualTo(left);
        assertThat(aws.contents(table)).isEqualTo(before);
    }

    /** Some are gone, some are others, some are new. @return how many there are then */
    private static int damage(
            String table, KeySchema keySchema, List<Map<String, AttributeValue>> items, GenerateItems others) {
        List<String> keys =
                keySchema.attributes().stream().map(KeyAttribute::name).toList();
        int left = items.size();
        for (int i = 0; i < items.size(); i += 3) {
            Map<String, AttributeValue> key = new HashMap<>(items.get(i));
            key.keySet().retainAll(keys);
            if (i % 2 == 0) {
                aws.dynamoDb().deleteItem(delete -> delete.tableName(table).key(key));
                left--;
            } else {
                aws.dynamoDb().putItem(put -> put.tableName(table).item(key));
            }
        }
        for (int i = 0; i < 10; i++) {
            Map<String, AttributeValue> added = ItemOfTree.of(others.item(keySchema, 1_000_000 + i));
            aws.dynamoDb().putItem(put -> put.tableName(table).item(added));
        }
        return left + 10;
    }

    private static KeySchema keySchema(SplittableRandom random) {
        KeyAttribute partition = new KeyAttribute("id", type(random));
        return new KeySchema(
                random.nextBoolean() ? List.of(partition) : List.of(partition, new KeyAttribute("at", type(random))));
    }

    private static String type(SplittableRandom random) {
        return List.of("S", "N", "B").get(random.nextInt(3));
    }

    private static Settings backupSettings(String bucket, String table) {
        return Settings.forBackup(Map.of(
                "BACKUP_BUCKET",
                bucket,
                "ENVIRONMENT",
                "production",
                "TABLE_NAME_PATTERN",
                "",
                "DYNAMODB_TABLES",
                Json.compact(List.of(table))));
    }
}
