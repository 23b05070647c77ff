package io.ddbvault.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.Tables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryTablesTest {
    private static final KeySchema KEY =
            new KeySchema(List.of(new KeyAttribute("pk", "S"), new KeyAttribute("sk", "N")));

    private final InMemoryTables tables = new InMemoryTables();

    @Test
    void aScanGivesTheKeysAloneWithEmptyPagesInBetween() {
        tables.create("table", KEY);
        for (int number = 1; number <= 4; number++) {
            tables.put("table", "{\"v\":{\"S\":\"x\"},\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"%d\"}}".formatted(number));
        }

        List<Integer> sizes = new ArrayList<>();
        List<Long> bytes = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        tables.keyPages(tables.describe("table").orElseThrow(), Tables.Segment.WHOLE)
                .forEachRemaining(page -> {
                    sizes.add(page.keys().size());
                    bytes.add(page.bytes());
                    page.keys().forEach(key -> keys.add(new String(key, StandardCharsets.UTF_8)));
                });

        assertThat(sizes).containsExactly(3, 0, 1, 0);
        assertThat(bytes).as("of JSON").containsExactly(3 * 45L, 0L, 45L, 0L);
        assertThat(keys).hasSize(4).contains("{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"4\"}}");
    }

    @Test
    void aScanOfItemsGivesThemWholeAndAReadByKeyLeavesTheLastKeyUnprocessed() {
        tables.create("table", KEY);
        List<String> items = new ArrayList<>();
        for (int number = 1; number <= 4; number++) {
            items.add("{\"v\":{\"S\":\"x\"},\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"%d\"}}".formatted(number));
            tables.put("table", items.get(number - 1));
        }
        TableDescription table = tables.describe("table").orElseThrow();

        List<String> scanned = new ArrayList<>();
        List<Double> units = new ArrayList<>();
        tables.itemPages(table, Tables.Segment.WHOLE).forEachRemaining(page -> {
            units.add(page.readUnits());
            page.items().forEach(item -> scanned.add(new String(item, StandardCharsets.UTF_8)));
        });
        assertThat(scanned).containsExactlyInAnyOrderElementsOf(items);
        assertThat(units).containsExactly(3.0, 0.0, 1.0, 0.0);

        Tables.FoundItems found = tables.items(table, List.of(key("9"), key("2.0"), key("3")));
        assertThat(found.items()).containsExactly(items.get(1).getBytes(StandardCharsets.UTF_8));
        assertThat(found.unprocessed()).containsExactly(key("3"));
        assertThat(found.readUnits()).isEqualTo(1);
        assertThat(tables.items(table, List.of(key("3"))).items()).hasSize(1);
    }

    private static byte[] key(String number) {
        return "{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"%s\"}}".formatted(number).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void describesWhatThereIs() {
        tables.create("table", KEY);
        tables.put("table", "{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1\"}}");
        tables.setStatus("table", "UPDATING");

        assertThat(tables.describe("table"))
                .contains(new TableDescription(
                        "table", "arn:aws:dynamodb:eu-west-1:111122223333:table/table", null, "UPDATING", KEY, 1, 31));
        assertThat(tables.describe("none")).isEmpty();
    }
}
