package io.ddbvault.core.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys as a table has them, and the items that they select. */
class KeySelectionTest {
    private static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));
    private static final KeySchema NUMBER = new KeySchema(List.of(new KeyAttribute("id", "N")));
    private static final KeySchema BINARY = new KeySchema(List.of(new KeyAttribute("id", "B")));
    private static final KeySchema ORDERS =
            new KeySchema(List.of(new KeyAttribute("customer", "S"), new KeyAttribute("number", "N")));

    @Test
    void aWholeKeySelectsItsItemAlone() {
        KeySelection selection = selection(ORDERS, "customer=u-3,number=7");

        assertThat(selection.isOfSingleItems()).isTrue();
        assertThat(matches(selection, order("u-3", "7"))).containsExactly(0);
        assertThat(matches(selection, order("u-3", "8"))).isEmpty();
        assertThat(matches(selection, order("u-4", "7"))).isEmpty();
    }

    @Test
    void aPartitionKeyAloneSelectsAllItemsUnderIt() {
        KeySelection selection = selection(ORDERS, "customer=u-3");

        assertThat(selection.isOfSingleItems()).isFalse();
        assertThat(matches(selection, order("u-3", "7"))).containsExactly(0);
        assertThat(matches(selection, order("u-3", "-8.5"))).containsExactly(0);
        assertThat(matches(selection, order("u-33", "7"))).isEmpty();
    }

    @Test
    void anItemMayBeSelectedByItsKeyAndByItsPartition() {
        KeySelection selection = selection(ORDERS, "customer=u-1", "customer=u-3", "number=7,customer=u-3");

        assertThat(matches(selection, order("u-3", "7"))).containsExactlyInAnyOrder(1, 2);
        assertThat(matches(selection, order("u-3", "8"))).containsExactly(1);
    }

    @Test
    void aTableWithoutASortKeyHasSingleItemsOnly() {
        KeySelection selection = selection(ID, "id=u-3");

        assertThat(selection.isOfSingleItems()).isTrue();
        assertThat(matches(selection, "{\"mail\":{\"S\":\"x\"},\"id\":{\"S\":\"u-3\"}}"))
                .containsExactly(0);
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7.0",
        "7, 0.7E1",
        "7, +7",
        "1e2, 100",
        "-0, 0",
        "0.10, .1",
        "100, 1E+2",
        "12345678901234567890123456789012345678, 12345678901234567890123456789012345678.0"
    })
    void numbersAreTheSameByValue(String asked, String stored) {
        KeySelection selection = selection(NUMBER, "id=" + asked);

        assertThat(matches(selection, "{\"id\":{\"N\":\"%s\"}}".formatted(stored)))
                .containsExactly(0);
        assertThat(matches(selection, "{\"id\":{\"N\":\"70\"}}")).isEmpty();
    }

    @Test
    void binariesAreTheSameByTheirBytes() {
        KeySelection selection = selection(BINARY, "id=AAE");

        assertThat(matches(selection, "{\"id\":{\"B\":\"AAE=\"}}")).containsExactly(0);
        assertThat(matches(selection, "{\"id\":{\"B\":\"AAI=\"}}")).isEmpty();
    }

    @Test
    void textsAreTheSameToTheLetterHoweverTheyAreEscaped() {
        KeySelection selection = selection(ID, "id=ключ-é", "id=a/b");

        assertThat(matches(selection, "{\"id\":{\"S\":\"\\u043aлюч-\\u00e9\"}}"))
                .containsExactly(0);
        assertThat(matches(selection, "{\"id\":{\"S\":\"a\\/b\"}}")).containsExactly(1);
        assertThat(matches(selection, "{\"id\":{\"S\":\"Ключ-é\"}}")).isEmpty();
    }

    @Test
    void aKeyThatIsNamedTwiceIsLookedForOnce() {
        KeySelection selection =
                selection(ORDERS, "customer=u-3,number=7", "{\"number\":{\"N\":\"7.0\"},\"customer\":{\"S\":\"u-3\"}}");

        assertThat(selection.size()).isEqualTo(1);
        assertThat(selection.keys().get(0).json()).isEqualTo("{\"customer\":{\"S\":\"u-3\"},\"number\":{\"N\":\"7\"}}");
    }

    @Test
    void anItemWithoutTheKeyIsNeitherSelectedNorPassedOver() {
        KeySelection selection = selection(ORDERS, "customer=u-3");

        assertThat(matches(selection, "{\"customer\":{\"S\":\"u-3\"}}")).isNull();
        assertThat(matches(selection, "{\"customer\":{\"S\":\"u-3\"},\"number\":{\"S\":\"7\"}}"))
                .isNull();
    }

    @Test
    void ofManyKeysEachSelectsItsOwnItem() {
        List<String> keys = IntStream.range(0, 5000).mapToObj(i -> "id=k-" + i).toList();
        KeySelection selection = selection(ID, keys.toArray(String[]::new));

        for (int i = 0; i < 6000; i++) {
            List<Integer> expected = i < 5000 ? List.of(i) : List.of();
            assertThat(matches(selection, "{\"id\":{\"S\":\"k-%d\"}}".formatted(i)))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mail=secret | names mail, which is no key attribute",
                "customer=secret,total=secret | names total, which is no key attribute",
                "number=7 | lacks the partition key customer",
                "{\"customer\":{\"N\":\"5\"}} | gives customer the type N",
                "{\"customer\":{\"S\":\"secret\"},\"number\":{\"S\":\"5\"}} | gives number the type S",
                "customer=secret,number=secret | gives a value for number which is no number of at most 38 digits",
                "customer=secret,number=0x7 | gives a value for number which is no number of at most 38 digits",
                "customer=secret,number=NaN | gives a value for number which is no number of at most 38 digits",
                "customer=secret,number=1e99999 | gives a value for number which is no number of at most 38 digits",
                "customer=secret,number=123456789012345678901234567890123456789 | gives a value for number which is no number of at most 38 digits",
                "customer=secret,number= | gives a value for number which is empty",
                "customer= | gives a value for customer which is empty",
            })
    void aKeyThatIsNoneOfTheTableIsNamedWithoutItsValues(String key, String problem) {
        assertThatThrownBy(() -> selection(ORDERS, "customer=u-1", key))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessage("key 2 %s; the key of orders is customer (S) + number (N). Nothing was touched."
                        .formatted(problem));
    }

    @ParameterizedTest
    @CsvSource({"id=***, which is not base64", "id==, which is not base64", "id=, which is empty"})
    void aBinaryIsInBase64(String key, String problem) {
        assertThatThrownBy(() -> selection(BINARY, key))
                .hasMessage(
                        "key 1 gives a value for id %s; the key of orders is id (B). Nothing was touched.", problem);
    }

    private static KeySelection selection(KeySchema schema, String... keys) {
        List<RequestedKey> all = new ArrayList<>();
        for (String key : keys) {
            all.add(DecodeKey.fromText(key, "key " + (all.size() + 1)));
        }
        return KeySelection.of(all, schema, "orders");
    }

    private static @Nullable List<Integer> matches(KeySelection selection, String item) {
        // Not at the beginning of its buffer, and something behind it.
        byte[] line = ("{\"Item\":" + item + "}").getBytes(UTF_8);
        return selection.matches(line, 8, line.length - 1);
    }

    private static String order(String customer, String number) {
        return "{\"total\":{\"N\":\"7\"},\"number\":{\"N\":\"%s\"},\"customer\":{\"S\":\"%s\"}}"
                .formatted(number, customer);
    }
}
