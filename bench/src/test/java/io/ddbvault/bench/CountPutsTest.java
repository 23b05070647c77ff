package io.ddbvault.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountPutsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PutRequest|1",
                "PutRequestPutRequest|2",
                "{\"PutRequest\":{\"Item\":{}}},{\"PutRequest\":{\"Item\":{}}}|2",
                "PutReques|0",
                "PuPutRequest|1",
                "PutPutRequestRequest|1",
                "tttttttttttttPutRequest|1",
                "DeleteRequest|0"
            })
    void everyPutIsCountedOnce(String text, int count) {
        byte[] bytes = text.getBytes(US_ASCII);

        assertThat(CountPuts.in(bytes, 0, bytes.length)).isEqualTo(count);
    }
}
