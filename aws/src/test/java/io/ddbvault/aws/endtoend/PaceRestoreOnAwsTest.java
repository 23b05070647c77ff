package io.ddbvault.aws.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch.Operation;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.MeasuredItemWriter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

/**
 * A ceiling in real time, and with the write units that DynamoDB Local reports. It looks at the rates of what was
 * recorded, so a slow machine does not make it fail.
 */
@Timeout(60)
class PaceRestoreOnAwsTest {
    private static final int CEILING = 250;
    private static final int ITEMS = 150;
    /** The largest item is of 20 KB: as many units on the table and on one index, and one more on the other index. */
    private static final double LARGEST = 20 + 20 + 1;

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

    @Test
    void theCeilingHoldsOnATableWithIndexesThroughClearAndWrite() {
        createIndexedTable("paced");
        List<Map<String, AttributeValue>> before = new ArrayList<>();
        List<Map<String, AttributeValue>> backedUp = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            before.add(item("before " + i, i % 30 == 0 ? 20_000 : 50));
            int bytes = i % 30 == 7 ? 20_000 : 50;
            backedUp.add(item("item " + i, bytes));
            lines.add("{\"Item\":{\"id\":{\"S\":\"item %d\"},\"owner\":{\"S\":\"o\"},\"v\":{\"S\":\"%s\"}}}"
                    .formatted(i, "x".repeat(bytes)));
        }
        aws.fill("paced", before);
        Settings settings = TestAws.settings(aws.newBucket());
        MakeBackup backup = new MakeBackup(settings.bucket(), "native-exports", "2025-07-20", "production");
        backup.table("paced", List.of(lines));
        aws.put(settings.bucket(), backup.objects());
        MeasuredItemWriter writer = new MeasuredItemWriter(aws.itemWriter(), Clock.systemUTC());

        TableResult result = aws.restore(
                        settings,
                        new RestoreRequest(null, List.of("paced"), false, true, 5)
                                .toBuilder().maxWriteUnits(CEILING).build(),
                        Stop.onRequest(Clock.systemUTC()),
                        writer)
                .results()
                .get(0);

        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsCleared()).isEqualTo(ITEMS);
        assertThat(aws.contents("paced")).isEqualTo(TestAws.comparable(backedUp));
        double small = (ITEMS - 5) * 3;
        assertThat(unitsOf(writer, Operation.DELETE)).as("the clear's").isEqualTo(small + 5 * LARGEST);
        assertThat(unitsOf(writer, Operation.PUT)).as("the writes'").isEqualTo(small + 5 * LARGEST);
        for (double seconds : new double[] {1, 2, 3, 10}) {
            assertThat(writer.mostWithin(Duration.ofMillis((long) (seconds * 1000))))
                    .as("units within %s s", seconds)
                    // 1.05 times the ceiling over 10 seconds leaves half a second of it.
                    .isLessThanOrEqualTo(CEILING * (seconds + 0.5) + LARGEST);
        }
        assertThat(writer.duration()).isGreaterThan(Duration.ofSeconds(4));
    }

    @Test
    void withoutACeilingNobodyWaits() {
        aws.createTable("unpaced", "id:S");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            lines.add("{\"Item\":{\"id\":{\"S\":\"item %d\"}}}".formatted(i));
        }
        Settings settings = TestAws.settings(aws.newBucket());
        MakeBackup backup = new MakeBackup(settings.bucket(), "native-exports", "2025-07-20", "production");
        backup.table("unpaced", List.of(lines));
        aws.put(settings.bucket(), backup.objects());
        MeasuredItemWriter writer = new MeasuredItemWriter(aws.itemWriter(), Clock.systemUTC());

        aws.restore(
                settings,
                new RestoreRequest(null, List.of("unpaced"), false, false, 5),
                Stop.onRequest(Clock.systemUTC()),
                writer);

        assertThat(writer.calls())
                .hasSize(40)
                .allSatisfy(call -> assertThat(call.batch().size()).isEqualTo(25));
        assertThat(aws.contents("unpaced")).hasSize(1000);
    }

    private static double unitsOf(MeasuredItemWriter writer, Operation operation) {
        return writer.calls().stream()
                .filter(call -> call.batch().operation() == operation)
                .mapToDouble(MeasuredItemWriter.Call::units)
                .sum();
    }

    private static Map<String, AttributeValue> item(String id, int bytes) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("id", AttributeValue.fromS(id));
        item.put("owner", AttributeValue.fromS("o"));
        item.put("v", AttributeValue.fromS("x".repeat(bytes)));
        return item;
    }

    /** Two indexes: of whole items, and of keys alone. */
    private static void createIndexedTable(String table) {
        aws.dynamoDb()
                .createTable(request -> request.tableName(table)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(attribute("id"), attribute("owner"))
                        .keySchema(hashKey("id"))
                        .globalSecondaryIndexes(
                                index("whole", ProjectionType.ALL), index("keys", ProjectionType.KEYS_ONLY)));
    }

    private static GlobalSecondaryIndex index(String name, ProjectionType projected) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(hashKey("owner"))
                .projection(projection -> projection.projectionType(projected))
                .build();
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType("S")
                .build();
    }

    private static KeySchemaElement hashKey(String attribute) {
        return KeySchemaElement.builder()
                .attributeName(attribute)
                .keyType(KeyType.HASH)
                .build();
    }
}
