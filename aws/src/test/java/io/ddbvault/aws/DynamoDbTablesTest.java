package io.ddbvault.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.format.ReadKey;
import io.ddbvault.core.item.CanonicalItem;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.WriteCapacity;
import io.ddbvault.core.port.ItemWriter.Answered;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.port.Tables.FoundItems;
import io.ddbvault.core.port.Tables.ItemPage;
import io.ddbvault.core.port.Tables.KeyPage;
import io.ddbvault.testkit.random.GenerateItems;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Tables of DynamoDB Local. */
class DynamoDbTablesTest {
    private final DynamoDbTables tables = new DynamoDbTables(LocalAws.CLIENTS.dynamoDb());
    private final SdkItemWriter writer = new SdkItemWriter(LocalAws.CLIENTS);

    @Test
    void aTableIsDescribedWithItsKeysTypes() {
        String table = LocalAws.table("name", "N", "a.b", "B");

        TableDescription description = tables.describe(table).orElseThrow();

        assertThat(description.name()).isEqualTo(table);
        assertThat(description.arn()).startsWith("arn:aws:dynamodb:").endsWith(":table/" + table);
        assertThat(description.isActive()).isTrue();
        assertThat(description.keySchema())
                .isEqualTo(new KeySchema(List.of(new KeyAttribute("name", "N"), new KeyAttribute("a.b", "B"))));
        assertThat(description.itemCount()).isZero();
        assertThat(description.sizeBytes()).isZero();
    }

    @Test
    void aTablePaidByUseHasNoSettingsToMeetWith() {
        assertThat(tables.describe(LocalAws.table("id", "S")).orElseThrow().settings())
                .isEqualTo(TableSettings.PLAIN);
    }

    @Test
    void aStreamAndTheCapacitiesOfTableAndIndexesAreTold() {
        String table = "provisioned-" + UUID.randomUUID();
        LocalAws.CLIENTS
                .dynamoDb()
                .createTable(create -> create.tableName(table)
                        .attributeDefinitions(attribute("id"), attribute("at"), attribute("by"))
                        .keySchema(key("id", KeyType.HASH), key("at", KeyType.RANGE))
                        .provisionedThroughput(
                                units -> units.readCapacityUnits(5L).writeCapacityUnits(7L))
                        .localSecondaryIndexes(LocalSecondaryIndex.builder()
                                .indexName("local")
                                .keySchema(key("id", KeyType.HASH), key("by", KeyType.RANGE))
                                .projection(all -> all.projectionType(ProjectionType.ALL))
                                .build())
                        .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                                .indexName("global")
                                .keySchema(key("by", KeyType.HASH))
                                .projection(all -> all.projectionType(ProjectionType.ALL))
                                .provisionedThroughput(
                                        units -> units.readCapacityUnits(5L).writeCapacityUnits(3L))
                                .build())
                        .streamSpecification(stream ->
                                stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));

        assertThat(tables.describe(table).orElseThrow().settings())
                .isEqualTo(new TableSettings(
                        true, List.of(), 1, new WriteCapacity(true, 7), Map.of("global", new WriteCapacity(true, 3))));
    }

    @Test
    void timeToLiveIsToldWhileItIsOn() {
        String table = LocalAws.table("id", "S");
        assertThat(tables.timeToLive(table)).isEmpty();

        timeToLive(table, true);
        assertThat(tables.timeToLive(table)).contains("expires_at");

        timeToLive(table, false);
        assertThat(tables.timeToLive(table)).isEmpty();
    }

    @Test
    void aMissingTableIsEmpty() {
        assertThat(tables.describe("no-such-table")).isEmpty();
    }

    @Test
    void allKeysOfATableOfManyPagesComeOnce() {
        String table = LocalAws.table("id", "S");
        Set<String> keys = new HashSet<>();
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            String key = "{\"id\":{\"S\":\"\\\"é" + i + "\"}}";
            keys.add(key);
            // 1 KB and more each, so that the scan takes several pages.
            items.add("{\"id\":{\"S\":\"\\\"é" + i + "\"},\"v\":{\"S\":\"" + "x".repeat(1000) + "\"}}");
        }
        write(table, items);

        List<List<String>> pages = pages(table);

        assertThat(pages).hasSizeGreaterThan(2);
        assertThat(pages.stream().flatMap(List::stream)).hasSize(3000).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void keysOfNumbersAndBinariesWithReservedNamesAreWhole() {
        String table = LocalAws.table("name", "N", "a.b", "B");
        Set<String> keys = new HashSet<>();
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            String binary = Base64.getEncoder().encodeToString(new byte[] {(byte) i, (byte) (i >> 8), -1});
            String key = "{\"name\":{\"N\":\"-%d.5\"},\"a.b\":{\"B\":\"%s\"}}".formatted(i % 7, binary);
            keys.add(key);
            items.add(key);
        }
        write(table, items);

        assertThat(pages(table).stream().flatMap(List::stream)).hasSize(3000).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void theKeysOfAPageCanBeDeletedAsTheyAre() {
        String table = LocalAws.table("name", "N", "a.b", "B");
        write(table, List.of("{\"name\":{\"N\":\"1\"},\"a.b\":{\"B\":\"AQ==\"},\"v\":{\"S\":\"x\"}}"));
        String key = pages(table).get(0).get(0);

        assertThat(writer.write(Batches.deletes(table, key))).isEqualTo(new Answered(List.of(), 1.0));

        assertThat(pages(table)).containsExactly(List.of());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void itemsOfAllTypesComeAsTheyWereWrittenByScanAndByKey(long seed) throws Exception {
        KeySchema schema = new KeySchema(List.of(new KeyAttribute("name", "N"), new KeyAttribute("a.b", "B")));
        String table = LocalAws.table("name", "N", "a.b", "B");
        TableDescription description = tables.describe(table).orElseThrow();
        GenerateItems generate = new GenerateItems(seed);
        List<String> items = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            String item = Json.compact(generate.item(schema, i));
            items.add(item);
            keys.add(String.valueOf(ReadKey.asJson(item.getBytes(UTF_8), 0, item.getBytes(UTF_8).length, schema))
                    .getBytes(UTF_8));
        }
        for (String item : items) {
            assertThat(writer.write(Batches.puts(table, item)))
                    .isInstanceOfSatisfying(
                            Answered.class,
                            answered -> assertThat(answered.unprocessed()).isEmpty());
        }

        List<byte[]> scanned = new ArrayList<>();
        double units = 0;
        for (Tables.Segment segment : Tables.Segment.of(3)) {
            for (Iterator<ItemPage> pages = tables.itemPages(description, segment); pages.hasNext(); ) {
                ItemPage page = pages.next();
                scanned.addAll(page.items());
                units += page.readUnits();
            }
        }
        assertThat(canonical(scanned)).containsExactlyInAnyOrderElementsOf(canonical(bytes(items)));
        assertThat(units).isGreaterThan(1);

        keys.add("{\"name\":{\"N\":\"-1\"},\"a.b\":{\"B\":\"AQ==\"}}".getBytes(UTF_8));
        FoundItems found = tables.items(description, keys);
        assertThat(canonical(found.items())).containsExactlyInAnyOrderElementsOf(canonical(bytes(items)));
        assertThat(found.unprocessed()).isEmpty();
        assertThat(found.readUnits()).as("at least one unit each").isGreaterThanOrEqualTo(90);
    }

    private static List<byte[]> bytes(List<String> texts) {
        return texts.stream().map(text -> text.getBytes(UTF_8)).toList();
    }

    private static List<String> canonical(List<byte[]> items) throws MalformedLineException {
        CanonicalItem canonical = new CanonicalItem();
        List<String> forms = new ArrayList<>();
        for (byte[] item : items) {
            forms.add(Base64.getEncoder().encodeToString(canonical.of(item)));
        }
        return forms;
    }

    private static void timeToLive(String table, boolean on) {
        LocalAws.CLIENTS
                .dynamoDb()
                .updateTimeToLive(update -> update.tableName(table)
                        .timeToLiveSpecification(
                                ttl -> ttl.attributeName("expires_at").enabled(on)));
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType("S")
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    @Test
    void aPageSaysHowManyBytesItsItemsTake() {
        String table = LocalAws.table("id", "S");
        String large = "x".repeat(100 * 1024);
        for (String id : List.of("a", "b")) {
            writer.write(Batches.puts(table, "{\"id\":{\"S\":\"%s\"},\"v\":{\"S\":\"%s\"}}".formatted(id, large)));
        }

        KeyPage page = tables.keyPages(tables.describe(table).orElseThrow(), Tables.Segment.WHOLE)
                .next();

        assertThat(page.keys()).hasSize(2);
        assertThat(page.bytes()).isBetween(200L * 1024, 204L * 1024);
    }

    private void write(String table, List<String> items) {
        for (int from = 0; from < items.size(); from += 25) {
            List<String> batch = items.subList(from, Math.min(from + 25, items.size()));
            assertThat(writer.write(Batches.puts(table, batch.toArray(String[]::new))))
                    .isEqualTo(new Answered(List.of(), (double) batch.size()));
        }
    }

    private List<List<String>> pages(String table) {
        List<List<String>> pages = new ArrayList<>();
        Iterator<KeyPage> keys = tables.keyPages(tables.describe(table).orElseThrow(), Tables.Segment.WHOLE);
        keys.forEachRemaining(page -> pages.add(
                page.keys().stream().map(key -> new String(key, UTF_8)).toList()));
        return pages;
    }
}
