package io.ddbvault.core.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFingerprintTest {
    private static final KeySchema TEXT = schema("S", "S");
    private static final KeySchema MIXED = schema("N", "B");

    @ParameterizedTest
    @CsvSource({"1,1.0", "100,1E+2", "-0,0.000", "1e2,100", "0.10,.1"})
    void numbersCountByTheirValue(String one, String other) {
        assertThat(of("{'a':{'N':'%s'},'b':{'B':'AQ=='}}".formatted(one), MIXED))
                .isEqualTo(of("{'b':{'B':'AQ=='},'x':{'M':{'a':{'N':'9'}}},'a':{'N':'%s'}}".formatted(other), MIXED));
    }

    @Test
    void textCountsByItsCharacters() {
        assertThat(of("{'a':{'S':'\\u00e9'},'b':{'S':'1'}}", TEXT))
                .isEqualTo(of("{'a':{'S':'é'},'b':{'S':'1'}}", TEXT))
                .isNotEqualTo(of("{'a':{'S':'e'},'b':{'S':'1'}}", TEXT))
                .isNotEqualTo(of("{'a':{'S':'é'},'b':{'S':'1.0'}}", TEXT));
    }

    @Test
    void whereOneAttributeEndsMakesADifference() {
        assertThat(of("{'a':{'S':'xy'},'b':{'S':'z'}}", TEXT)).isNotEqualTo(of("{'a':{'S':'x'},'b':{'S':'yz'}}", TEXT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'a':{'S':'x'}}",
                "{'a':{'S':'x'},'b':{'N':'1'}}",
                "{'x':{'M':{'a':{'S':'x'},'b':{'S':'y'}}}}",
                "{'a':{'S':'x'},'b':"
            })
    void anItemWithoutTheKeyHasNone(String item) {
        assertThat(key(item, TEXT)).isEmpty();
        assertThat(ReadKey.asJson(bytes(item), 0, bytes(item).length, TEXT)).isNull();
    }

    @Test
    void theKeyIsShownInTheSchemasOrder() {
        byte[] item = bytes("{'b':{'B':'AQ=='},'c':{'L':[{'S':'a'}]},'a':{'N':'7'}}");
        assertThat(ReadKey.asJson(item, 0, item.length, MIXED))
                .isEqualTo("{\"a\":{\"N\":\"7\"},\"b\":{\"B\":\"AQ==\"}}");
    }

    private static KeySchema schema(String partition, String sort) {
        return new KeySchema(List.of(new KeyAttribute("a", partition), new KeyAttribute("b", sort)));
    }

    private static KeyFingerprint of(String item, KeySchema schema) {
        return key(item, schema).orElseThrow();
    }

    private static Optional<KeyFingerprint> key(String item, KeySchema schema) {
        byte[] bytes = bytes(item);
        return ReadKey.read(bytes, 0, bytes.length, schema).map(key -> KeyFingerprint.of(key, schema));
    }

    private static byte[] bytes(String item) {
        return item.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
