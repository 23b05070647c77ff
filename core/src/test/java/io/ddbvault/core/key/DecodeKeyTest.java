package io.ddbvault.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.json.Json;
import io.ddbvault.core.key.RequestedKey.Value;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A key is read in two forms; what is none is named without its values. */
class DecodeKeyTest {
    @Test
    void dynamoDbJsonSaysTheTypes() {
        RequestedKey key = DecodeKey.fromText(" {\"customer\":{\"S\":\"a,b=c\"}, \"number\":{\"N\":\"7\"}} ", "key 1");

        assertThat(key.origin()).isEqualTo("key 1");
        assertThat(key.values())
                .containsExactly(
                        Map.entry("customer", new Value("S", "a,b=c")), Map.entry("number", new Value("N", "7")));
        assertThat(key.json()).isEqualTo("{\"customer\":{\"S\":\"a,b=c\"},\"number\":{\"N\":\"7\"}}");
    }

    @Test
    void theShortFormLeavesThemToTheTable() {
        assertThat(DecodeKey.fromText("customer=u-3,number=7", "key 1").values())
                .containsExactly(
                        Map.entry("customer", new Value(null, "u-3")), Map.entry("number", new Value(null, "7")));
    }

    @ParameterizedTest
    @CsvSource({"id=AAE=, AAE=", "id=a=b=c, a=b=c", "id=, ''", "'id= x ', ' x'", "id=u-3, u-3"})
    void aValueIsAllBehindTheFirstEqualsSign(String text, String value) {
        assertThat(DecodeKey.fromText(text, "key 1").values()).containsExactly(Map.entry("id", new Value(null, value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "u-secret | is neither name=value nor name=value,name=value; one whose values hold a comma is to be written as {\"id\":{\"S\":\"u-3\"}}",
                "=secret | is neither name=value nor name=value,name=value; one whose values hold a comma is to be written as {\"id\":{\"S\":\"u-3\"}}",
                "id=secret,secret | is neither name=value nor name=value,name=value; one whose values hold a comma is to be written as {\"id\":{\"S\":\"u-3\"}}",
                "a=secret,b=secret,c=secret | has more than one comma; a key has one or two attributes, and one whose values hold a comma is to be written as {\"id\":{\"S\":\"u-3\"}}",
                "id=secret,id=secret | names id twice",
                "{\"id\":secret | is no JSON, though it begins with a brace; a key is as {\"id\":{\"S\":\"u-3\"}}",
                "{\"id\":{\"S\":\"secret\"}} {} | is no JSON, though it begins with a brace; a key is as {\"id\":{\"S\":\"u-3\"}}",
                "{\"id\":{\"S\":\"secret\"},\"id\":{\"S\":\"secret\"}} | is no JSON, though it begins with a brace; a key is as {\"id\":{\"S\":\"u-3\"}}",
            })
    void aTextThatIsNoKeyIsNamedWithoutItsValues(String text, String problem) {
        assertThatThrownBy(() -> DecodeKey.fromText(text, "keys.txt line 7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("keys.txt line 7 " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | is no object; a key is as {\"id\":{\"S\":\"u-3\"}}",
                "\"secret\" | is no object; a key is as {\"id\":{\"S\":\"u-3\"}}",
                "[\"secret\"] | is no object; a key is as {\"id\":{\"S\":\"u-3\"}}",
                "{} | has 0 attributes; a key has one or two",
                "{\"a\":{\"S\":\"x\"},\"b\":{\"S\":\"x\"},\"c\":{\"S\":\"x\"}} | has 3 attributes; a key has one or two",
                "{\"id\":\"secret\"} | gives id without exactly one type; a key is as {\"id\":{\"S\":\"u-3\"}}",
                "{\"id\":{}} | gives id without exactly one type; a key is as {\"id\":{\"S\":\"u-3\"}}",
                "{\"id\":{\"S\":\"secret\",\"N\":\"1\"}} | gives id without exactly one type; a key is as {\"id\":{\"S\":\"u-3\"}}",
                "{\"id\":{\"SS\":[\"secret\"]}} | gives id the type SS; a key's attribute is of type S, N or B",
                "{\"id\":{\"M\":{\"x\":{\"S\":\"secret\"}}}} | gives id the type M; a key's attribute is of type S, N or B",
                "{\"id\":{\"BOOL\":true}} | gives id the type BOOL; a key's attribute is of type S, N or B",
                "{\"id\":{\"N\":7}} | gives id a value without quotes; in DynamoDB JSON numbers have quotes too",
                "{\"id\":{\"S\":null}} | gives id a value without quotes; in DynamoDB JSON numbers have quotes too",
            })
    void jsonThatIsNoKeyIsNamedWithoutItsValues(String json, String problem) throws IOException {
        Object value = Json.parse(json);

        assertThatThrownBy(() -> DecodeKey.fromJson(value, "keys[2]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("keys[2] " + problem);
    }

    @ParameterizedTest
    @ValueSource(ints = {61, 5000})
    void whatStandsInAnAttributesPlaceIsShownInPart(int length) {
        assertThatThrownBy(() -> DecodeKey.fromJson(Map.of("x".repeat(length), 1), "keys[0]"))
                .hasMessageStartingWith("keys[0] gives " + "x".repeat(60) + "… without");
    }
}
