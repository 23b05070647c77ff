package io.ddbvault.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.ItemWriter.Answered;
import io.ddbvault.core.port.ItemWriter.Refused;
import io.ddbvault.testkit.ItemWriterContract;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes into DynamoDB Local; {@link LocalWireItemWriterTest} does so on connections of our own. */
class LocalItemWriterTest extends ItemWriterContract {
    private final AwsItemWriter writer = open();
    private final String table = ready(LocalAws.table("id", "S"), "{\"id\":{\"S\":\"none\"}}");

    AwsItemWriter open() {
        return new SdkItemWriter(LocalAws.CLIENTS);
    }

    /**
     * Makes the writer ready for a table, and leaves nothing in it.
     *
     * @param key of no item
     */
    String ready(String name, String key) {
        return name;
    }

    @AfterEach
    void close() {
        writer.close();
    }

    @Override
    protected ItemWriter writer() {
        return writer;
    }

    @Override
    protected String createTable(KeySchema keySchema) {
        String name = LocalAws.table(keySchema.attributes().stream()
                .flatMap(attribute -> Stream.of(attribute.name(), attribute.type()))
                .toArray(String[]::new));
        return ready(
                name,
                keySchema.attributes().stream()
                        .map(attribute -> "\"%s\":{\"%s\":\"0\"}".formatted(attribute.name(), attribute.type()))
                        .collect(Collectors.joining(",", "{", "}")));
    }

    @Override
    protected List<String> items(String name) {
        return LocalAws.items(name);
    }

    @Test
    void anItemOfAllTypesArrivesAsItWas() {
        String item = """
                {"id":{"S":"all"},"s":{"S":"\\"\\u00e9\\n😀"},"empty":{"S":""},"n":{"N":"-1.5E-10"},"b":{"B":"AAH/"},\
                "t":{"BOOL":true},"nul":{"NULL":true},"ss":{"SS":["a","b"]},"ns":{"NS":["1","2.5"]},"bs":{"BS":["AQ==","Ag=="]},\
                "l":{"L":[{"S":"x"},{"L":[]},{"M":{}}]},"m":{"M":{"k":{"B":"AQ=="},"_":{"N":"0"}}}}""";

        assertThat(writer.write(Batches.puts(table, item))).isEqualTo(new Answered(List.of(), 1.0));

        Map<String, AttributeValue> stored = get("all");
        assertThat(stored)
                .containsOnlyKeys("id", "s", "empty", "n", "b", "t", "nul", "ss", "ns", "bs", "l", "m")
                .containsEntry("s", AttributeValue.fromS("\"é\n😀"))
                .containsEntry("empty", AttributeValue.fromS(""))
                .containsEntry("n", AttributeValue.fromN("-0.00000000015"))
                .containsEntry("b", AttributeValue.fromB(bytes(0, 1, 255)))
                .containsEntry("t", AttributeValue.fromBool(true))
                .containsEntry("nul", AttributeValue.fromNul(true))
                .containsEntry(
                        "l",
                        AttributeValue.fromL(List.of(
                                AttributeValue.fromS("x"),
                                AttributeValue.fromL(List.of()),
                                AttributeValue.fromM(Map.of()))))
                .containsEntry(
                        "m",
                        AttributeValue.fromM(
                                Map.of("k", AttributeValue.fromB(bytes(1)), "_", AttributeValue.fromN("0"))));
        assertThat(stored.getOrDefault("ss", AttributeValue.fromNul(true)).ss()).containsExactlyInAnyOrder("a", "b");
        assertThat(stored.getOrDefault("ns", AttributeValue.fromNul(true)).ns()).containsExactlyInAnyOrder("1", "2.5");
        assertThat(stored.getOrDefault("bs", AttributeValue.fromNul(true)).bs())
                .containsExactlyInAnyOrder(bytes(1), bytes(2));
    }

    @Test
    void oneBadItemRefusesItsBatchAndIsNotQuoted() {
        assertThat(writer.write(Batches.puts(
                        table,
                        "{\"id\":{\"S\":\"good\"}}",
                        "{\"id\":{\"S\":\"bad\"},\"set\":{\"SS\":[\"hunter2\",\"hunter2\"]}}")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason())
                                .startsWith("ValidationException: ")
                                .contains("contains duplicates")
                                .doesNotContain("hunter2"));

        assertThat(get("good")).isEmpty();
    }

    @Test
    void whatIsNoNumberIsRefusedAndNotQuoted() {
        assertThat(writer.write(Batches.puts(table, "{\"id\":{\"S\":\"a\"},\"v\":{\"N\":\"hunter2\"}}")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).doesNotContain("hunter2"));
    }

    @Test
    void whatIndexesConsumeIsPartOfTheSum() {
        String indexed = ready(LocalAws.indexedTable(), "{\"id\":{\"S\":\"none\"}}");
        String large =
                "{\"id\":{\"S\":\"a\"},\"owner\":{\"S\":\"%s\"},\"v\":{\"S\":\"" + "x".repeat(9 * 1024 + 100) + "\"}}";

        assertThat(consumed(Batches.puts(indexed, large.formatted("o"))))
                .as("10 for the table, 10 for the index of whole items, 1 for the index of keys")
                .isEqualTo(21);
        assertThat(consumed(Batches.puts(indexed, large.formatted("o"))))
                .as("the indexes need not change")
                .isEqualTo(10);
        assertThat(consumed(Batches.puts(indexed, large.formatted("p"))))
                .as("in each index, one goes and one comes")
                .isEqualTo(32);
        assertThat(consumed(Batches.puts(indexed, "{\"id\":{\"S\":\"b\"}}", "{\"id\":{\"S\":\"c\"}}")))
                .as("an item without the index's key is not in it")
                .isEqualTo(2);
        assertThat(consumed(Batches.deletes(indexed, "{\"id\":{\"S\":\"a\"}}", "{\"id\":{\"S\":\"b\"}}")))
                .as("deletes cost as much")
                .isEqualTo(22);
    }

    private double consumed(WriteBatch batch) {
        return writer.write(batch) instanceof Answered answered && answered.consumed() != null
                ? answered.consumed()
                : Double.NaN;
    }

    private Map<String, AttributeValue> get(String id) {
        return LocalAws.CLIENTS
                .dynamoDb()
                .getItem(request ->
                        request.tableName(table).consistentRead(true).key(Map.of("id", AttributeValue.fromS(id))))
                .item();
    }

    private static SdkBytes bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return SdkBytes.fromByteArray(bytes);
    }
}
