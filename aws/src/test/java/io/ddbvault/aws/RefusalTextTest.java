package io.ddbvault.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "Item size has exceeded the maximum allowed size | Item size has exceeded the maximum allowed size",
                "The provided key element does not match the schema | The provided key element does not match the schema",
                "An string set  may not be empty | An string set  may not be empty",
                "Input collection [a, a] contains duplicates. | Input collection … contains duplicates.",
                "Input collection [a] SECRET [b, c] contains duplicates. | Input collection … contains duplicates.",
                "1 validation error detected: Value '{t=[SECRET]}' at 'requestItems' failed | 1 validation error detected: Value … failed",
                "The parameter cannot be converted to a numeric value: SECRET | The parameter cannot be converted to a numeric value …",
                "An unclosed \"SECRET and no end | An unclosed …",
                "One 'SECRET' and an unclosed [SECRET | One … and an unclosed …",
                "A value: SECRET, 'SECRET' and on | A value …"
            })
    void whatMayQuoteAnItemIsCut(String text, String safe) {
        assertThat(RefusalText.withoutItems(text)).isEqualTo(safe);
    }
}
