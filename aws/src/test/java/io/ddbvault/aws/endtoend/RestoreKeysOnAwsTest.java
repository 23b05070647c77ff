package io.ddbvault.aws.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.key.RequestedKey;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.testkit.random.GenerateItems;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items of genuine exports, asked for by keys of every type: they come back, and the table's other items stay as they are. */
@Timeout(300)
class RestoreKeysOnAwsTest {
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
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void onlyTheItemsThatAreAskedForComeBackAlsoThroughAStop(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        KeySchema keySchema = keySchema(random);
        String table = "keys-" + seed;
        aws.createTable(
                table,
                keySchema.attributes().stream()
                        .map(key -> key.name() + ":" + key.type())
                        .toArray(String[]::new));
        aws.enablePointInTimeRecovery(table);
        GenerateItems generate = new GenerateItems(seed);
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            items.add(ItemOfTree.of(generate.item(keySchema, i)));
        }
        items.forEach(item -> aws.dynamoDb().putItem(put -> put.tableName(table).item(item)));
        String bucket = aws.newBucket();
        aws.backup(Settings.forBackup(Map.of(
                "BACKUP_BUCKET",
                bucket,
                "ENVIRONMENT",
                "production",
                "TABLE_NAME_PATTERN",
                "",
                "DYNAMODB_TABLES",
                Json.compact(List.of(table)))));
        List<RequestedKey> keys = new ArrayList<>();
        List<Map<String, AttributeValue>> expected = new ArrayList<>();
        for (Map<String, AttributeValue> item : items) {
            boolean asked = random.nextInt(2) == 0;
            if (asked) {
                keys.add(key(item, keySchema));
            }
            if (asked || random.nextInt(2) == 0) {
                expected.add(item);
            }
        }
        Set<Map<String, AttributeValue>> left = Set.copyOf(expected);
        for (Map<String, AttributeValue> item : items) {
            Map<String, AttributeValue> key = new LinkedHashMap<>(item);
            key.keySet()
                    .retainAll(keySchema.attributes().stream()
                            .map(KeyAttribute::name)
                            .toList());
            boolean asked = keys.contains(key(item, keySchema));
            if (!left.contains(item) || (asked && random.nextInt(2) == 0)) {
                aws.dynamoDb().deleteItem(delete -> delete.tableName(table).key(key));
            } else if (asked) {
                aws.dynamoDb().putItem(put -> put.tableName(table).item(key));
            }
        }
        Settings settings = TestAws.settings(bucket);
        RestoreRequest request = new RestoreRequest(null, List.of(table), false, false, 1)
                .toBuilder().keys(keys).build();
        Stop stop = Stop.onRequest(Clock.systemUTC());

        RestoreReport first = aws.restore(settings, request, stop, stoppingAfter(1 + random.nextInt(3), stop));

        TableResult result = first.results().get(0);
        if (first.restoreId() != null) {
            assertThat(result.status()).isEqualTo(TableStatus.IN_PROGRESS);
            assertThat(result.expectedItems()).isEqualTo(keys.size());
            result = aws.restore(settings, RestoreRequest.goOnWith(first.restoreId()))
                    .results()
                    .get(0);
        }
        assertThat(result.error()).isNull();
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(keys.size());
        assertThat(result.expectedItems()).isEqualTo(keys.size());
        assertThat(aws.contents(table)).isEqualTo(TestAws.comparable(expected));
    }

    private static ItemWriter stoppingAfter(int batches, Stop stop) {
        AtomicInteger left = new AtomicInteger(batches);
        return batch -> {
            ItemWriter.Outcome outcome = aws.itemWriter().write(batch);
            if (left.decrementAndGet() <= 0) {
                stop.request("the test's stop");
            }
            return outcome;
        };
    }

    /** As a person writes it: the table says the types. */
    private static RequestedKey key(Map<String, AttributeValue> item, KeySchema keySchema) {
        Map<String, RequestedKey.Value> values = new LinkedHashMap<>();
        for (KeyAttribute attribute : keySchema.attributes()) {
            AttributeValue value = Objects.requireNonNull(item.get(attribute.name()));
            String text = switch (attribute.type()) {
                case "S" -> value.s();
                case "N" -> value.n();
                default -> Base64.getEncoder().encodeToString(value.b().asByteArray());
            };
            values.put(attribute.name(), new RequestedKey.Value(null, text));
        }
        return new RequestedKey("a key", values);
    }

    private static KeySchema keySchema(SplittableRandom random) {
        KeyAttribute partition = new KeyAttribute("id", type(random));
        return new KeySchema(
                random.nextBoolean() ? List.of(partition) : List.of(partition, new KeyAttribute("at", type(random))));
    }

    private static String type(SplittableRandom random) {
        return List.of("S", "N", "B").get(random.nextInt(3));
    }
}
