package io.ddbvault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.format.ItemLine;
import io.ddbvault.core.json.Json;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GenerateItemsTest {
    @ParameterizedTest
    @EnumSource(ItemSize.class)
    void anItemHasExactlyItsBytesAndAttributes(ItemSize size) throws Exception {
        GenerateItems generate = new GenerateItems(size, 1);
        for (int number = 0; number < 1000; number++) {
            byte[] item = generate.item(number);
            byte[] line = ("{\"Item\":" + new String(item, UTF_8) + "}").getBytes(UTF_8);

            assertThat(item).hasSize(size.bytes());
            assertThat(Json.parseObject(item)).hasSize(size.attributes());
            new ItemLine().parse(line, 0, line.length);
        }
    }

    @ParameterizedTest
    @EnumSource(ItemSize.class)
    void aSeedGivesTheSameItemsAgainAndNoItemTwice(ItemSize size) {
        GenerateItems first = new GenerateItems(size, 5);
        GenerateItems second = new GenerateItems(size, 5);
        Set<String> seen = new HashSet<>();
        for (int number = 0; number < 100; number++) {
            String item = new String(first.item(number), UTF_8);

            assertThat(new String(second.item(number), UTF_8)).isEqualTo(item);
            assertThat(seen.add(item)).isTrue();
        }
    }
}
