package io.ddbvault.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Items as ordinary JSON. */
class PlainItemTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"S\":\"a \\\"b\\\" é\"} | \"a \\\"b\\\" é\"",
                "{\"N\":\"7.50\"} | 7.50",
                "{\"N\":\"-12345678901234567890123456789012345678\"} | -12345678901234567890123456789012345678",
                "{\"B\":\"AAE=\"} | \"AAE=\"",
                "{\"BOOL\":false} | false",
                "{\"NULL\":true} | null",
                "{\"L\":[]} | []",
                "{\"L\":[{\"N\":\"1\"},{\"L\":[{\"NULL\":true}]}]} | [1,[null]]",
                "{\"M\":{}} | {}",
                "{\"M\":{\"N\":{\"N\":\"1\"},\"x\":{\"M\":{\"y\":{\"S\":\"z\"}}}}} | {\"N\":1,\"x\":{\"y\":\"z\"}}",
                "{\"SS\":[\"a\",\"b\"]} | [\"a\",\"b\"]",
                "{\"NS\":[\"1\",\"2.0\"]} | [1,2.0]",
                "{\"BS\":[\"AAE=\"]} | [\"AAE=\"]",
            })
    void eachTypeHasItsForm(String typed, String plain) {
        String item = "{\"v\":%s,\"S\":{\"S\":\"a name like a type\"}}".formatted(typed);

        assertThat(PlainItem.of(item.getBytes(UTF_8)))
                .isEqualTo("{\"v\":%s,\"S\":\"a name like a type\"}".formatted(plain));
    }
}
