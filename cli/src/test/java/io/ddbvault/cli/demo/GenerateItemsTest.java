package io.ddbvault.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class GenerateItemsTest {
    private final GenerateItems generate = new GenerateItems(1);

    static List<DemoTable> tables() {
        return DemoTable.all(1000);
    }

    @Test
    void thereAre30000ItemsInThreeTables() {
        assertThat(tables()).hasSize(3);
        assertThat(tables().stream().mapToInt(DemoTable::items).sum()).isEqualTo(30_000);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void noTwoItemsOfATableShareAKey(DemoTable table) {
        Set<Map<String, AttributeValue>> keys = new HashSet<>();
        for (int index = 0; index < table.items(); index++) {
            keys.add(generate.key(table.name(), table.keySchema(), index));
        }
        assertThat(keys).hasSize(table.items());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void anItemIsMadeAgainFromTheSeedAlone(DemoTable table) {
        GenerateItems again = new GenerateItems(1);
        GenerateItems other = new GenerateItems(2);
        for (int index = 99; index >= 0; index--) {
            Map<String, AttributeValue> item = item(generate, table, index);
            assertThat(item(again, table, index)).isEqualTo(item);
            assertThat(item(other, table, index)).isNotEqualTo(item);
            assertThat(item).containsAllEntriesOf(generate.key(table.name(), table.keySchema(), index));
        }
    }

    @Test
    void oneItemHasEveryType() {
        Set<AttributeValue.Type> types = EnumSet.noneOf(AttributeValue.Type.class);
        item(generate, tables().get(0), GenerateItems.COMPLETE_INDEX)
                .values()
                .forEach(value -> types.add(value.type()));
        assertThat(types).isEqualTo(EnumSet.complementOf(EnumSet.of(AttributeValue.Type.UNKNOWN_TO_SDK_VERSION)));
    }

    @Test
    void oneItemIsNear400Kilobytes() {
        AttributeValue large =
                item(generate, tables().get(0), GenerateItems.LARGE_INDEX).get("large");
        assertThat(large).isNotNull();
        assertThat(large.s().getBytes(StandardCharsets.UTF_8).length).isBetween(390_000, 400_000);
    }

    private static Map<String, AttributeValue> item(GenerateItems generate, DemoTable table, int index) {
        return generate.item(table.name(), table.keySchema(), index);
    }
}
