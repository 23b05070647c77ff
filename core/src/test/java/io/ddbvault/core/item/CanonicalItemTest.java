package io.ddbvault.core.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.format.MalformedLineException;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalItemTest {
    private final CanonicalItem canonical = new CanonicalItem();

    @ParameterizedTest
    @CsvSource({
        "1, 1.0",
        "1, 1E0",
        "1, +1",
        "1, 001",
        "100, 1E+2",
        "100, 1e2",
        "0.10, .1",
        "-12.50, -125e-1",
        "0, -0",
        "0, 0.000",
        "0, 0E125",
        "99999999999999999999999999999999999999, 9.9999999999999999999999999999999999999E+37",
        "1E-130, 0.001E-127",
        "9.9999999999999999999999999999999999999E+125, 99999999999999999999999999999999999999E88",
        "1, 1E-0000000000000000000000"
    })
    void numbersCountByTheirValue(String one, String other) throws Exception {
        assertSame("{'a':{'N':'%s'}}".formatted(one), "{'a':{'N':'%s'}}".formatted(other));
        assertSame("{'a':{'NS':['7','%s']}}".formatted(one), "{'a':{'NS':['%s','7.0']}}".formatted(other));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2",
        "1, -1",
        "1, 10",
        "1, 0.1",
        "0, 1E-130",
        "99999999999999999999999999999999999999, 99999999999999999999999999999999999998",
        "1E125, 1E124",
        "1E-130, -1E-130",
        "12, 21"
    })
    void numbersOfOtherValuesDiffer(String one, String other) throws Exception {
        assertDiffer("{'a':{'N':'%s'}}".formatted(one), "{'a':{'N':'%s'}}".formatted(other));
    }

    @Test
    void aMillionDigitsAndAHugeExponentTakeNoTimeAndStillCount() {
        String zeros = "0".repeat(1_000_000);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertSame("{'a':{'N':'1%s'}}".formatted(zeros), "{'a':{'N':'1E1000000'}}");
            assertSame("{'a':{'N':'0.%s1'}}".formatted(zeros), "{'a':{'N':'1E-1000001'}}");
            assertDiffer("{'a':{'N':'1E999999999'}}", "{'a':{'N':'1E999999998'}}");
        });
    }

    @Test
    void attributesHaveNoOrderOnAnyLevel() throws Exception {
        assertSame(
                "{'a':{'S':'1'},'bb':{'M':{'x':{'N':'1'},'y':{'BOOL':true}}},'c':{'NULL':true}}",
                "{'c':{'NULL':true},'bb':{'M':{'y':{'BOOL':true},'x':{'N':'1'}}},'a':{'S':'1'}}");
    }

    @Test
    void setsHaveNoOrder() throws Exception {
        assertSame("{'a':{'SS':['x','yy','']}}", "{'a':{'SS':['','x','yy']}}");
        assertSame("{'a':{'NS':['1','2','30']}}", "{'a':{'NS':['3E1','1.0','2']}}");
        assertSame("{'a':{'BS':['AQ==','','AgM=']}}", "{'a':{'BS':['AgM=','AQ==','']}}");
        assertDiffer("{'a':{'SS':['x','y']}}", "{'a':{'SS':['x']}}");
        assertDiffer("{'a':{'SS':['x','y']}}", "{'a':{'SS':['x','z']}}");
        assertDiffer("{'a':{'SS':['xy','z']}}", "{'a':{'SS':['x','yz']}}");
    }

    @Test
    void listsHaveAnOrder() throws Exception {
        assertDiffer("{'a':{'L':[{'S':'x'},{'S':'y'}]}}", "{'a':{'L':[{'S':'y'},{'S':'x'}]}}");
        assertSame("{'a':{'L':[{'N':'1'},{'S':'y'}]}}", "{'a':{'L':[{'N':'1.0'},{'S':'y'}]}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'S':'1'} | {'N':'1'}",
                "{'S':'AQ=='} | {'B':'AQ=='}",
                "{'SS':['a']} | {'L':[{'S':'a'}]}",
                "{'SS':['AQ==']} | {'BS':['AQ==']}",
                "{'SS':['1']} | {'NS':['1']}",
                "{'L':[]} | {'M':{}}",
                "{'L':[]} | {'S':''}",
                "{'BOOL':true} | {'BOOL':false}",
                "{'NULL':true} | {'BOOL':true}",
                "{'S':''} | {'B':''}",
                "{'L':[{'L':[]}]} | {'L':[]}",
                "{'L':[{'S':''}]} | {'L':[{'S':''},{'S':''}]}"
            })
    void whatHasAnotherTypeOrShapeDiffers(String one, String other) throws Exception {
        assertDiffer("{'a':%s}".formatted(one), "{'a':%s}".formatted(other));
    }

    @Test
    void binariesCountByTheirBytes() throws Exception {
        assertSame("{'a':{'B':'YQ=='}}", "{'a':{'B':'YR=='}}");
        assertSame("{'a':{'B':'\\/+A='}}", "{'a':{'B':'/\\u002bA='}}");
        assertDiffer("{'a':{'B':'YQ=='}}", "{'a':{'B':'YWI='}}");
    }

    @Test
    void textCountsByItsCharacters() throws Exception {
        assertSame("{'\\u0061':{'S':'\\u00e9\\ud83d\\ude00\\n\\/'}}", "{'a':{'S':'é😀\\u000a/'}}");
        assertSame(
                "{'a':{'S':'\\u0000\\b\\f\\r\\t\\\\\\u0022'}}",
                "{'a':{'S':'\\u0000\\u0008\\u000C\\u000d\\u0009\\u005c\\u0022'}}");
    }

    @Test
    void nothingIsNormalisedInText() throws Exception {
        assertDiffer("{'a':{'S':'é'}}", "{'a':{'S':'e\\u0301'}}");
        assertDiffer("{'a':{'S':'a'}}", "{'a':{'S':'A'}}");
        assertDiffer("{'a':{'S':'a'}}", "{'a':{'S':'a '}}");
        assertDiffer("{'a':{'S':'1'}}", "{'a':{'S':'1.0'}}");
        assertDiffer("{'é':{'S':'a'}}", "{'e\\u0301':{'S':'a'}}");
    }

    @Test
    void whereNamesAndValuesEndMakesADifference() throws Exception {
        assertDiffer("{'a':{'S':'bc'}}", "{'ab':{'S':'c'}}");
        assertDiffer("{'a':{'L':[{'S':'x'}]},'b':{'S':'y'}}", "{'a':{'L':[{'S':'x'},{'S':'y'}]},'b':{'S':''}}");
        assertDiffer("{'a':{'M':{'b':{'S':'x'}}}}", "{'a':{'M':{}},'b':{'S':'x'}}");
    }

    @Test
    void spaceBetweenTokensDoesNotCount() throws Exception {
        assertSame(
                "{ 'a' :\t{ 'L' : [ { 'N' : '1' } , { 'SS' : [ 'x' ] } ] } } ", "{'a':{'L':[{'N':'1'},{'SS':['x']}]}}");
    }

    @Test
    void onlyTheSliceIsLookedAt() throws Exception {
        byte[] bytes = bytes("xx{'a':{'S':'1'}}}}}}");
        assertThat(canonical.of(bytes, 2, 17)).isEqualTo(of("{'a':{'S':'1'}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{'a':'SECRET'}",
                "{'a':{'S':'SECRET'}",
                "{'a':{'S':'SECRET'}}}",
                "{'a':{'S':'SECRET'},}",
                "{'a':{'S':7}}",
                "{'a':{'N':'SECRET'}}",
                "{'a':{'N':''}}",
                "{'a':{'N':'-'}}",
                "{'a':{'N':'1E'}}",
                "{'a':{'N':'1E+'}}",
                "{'a':{'N':'1E5.0'}}",
                "{'a':{'N':'1.2.3'}}",
                "{'a':{'N':'1E9999999999'}}",
                "{'a':{'N':'1x'}}",
                "{'a':{'N':'\\u0661'}}",
                "{'a':{'B':'SECRET'}}",
                "{'a':{'B':'YQ'}}",
                "{'a':{'B':'Y===' }}",
                "{'a':{'B':'SEC-RET='}}",
                "{'a':{'SS':[]}}",
                "{'a':{'NULL':false}}",
                "{'a':{'BOOL':'true'}}",
                "{'a':{'X':'SECRET'}}",
                "{'a':{'S':'SECRET','N':'1'}}",
                "{'a':{'S':'\\ud800'}}",
                "{'a':{'S':'\\x'}}",
                "{'a':{'S':'SECRET'},'a':{'S':'SECRET'}}",
                "{'b':{'S':'SECRET'},'a':{'S':'1'},'\\u0062':{'S':'1'}}",
                "{'x':{'M':{'a':{'S':'SECRET'},'a':{'S':'1'}}}}"
            })
    void whatIsNoItemIsAnErrorThatNamesNoValue(String item) {
        byte[] bytes = bytes(item);
        assertThatThrownBy(() -> canonical.of(bytes))
                .isInstanceOf(MalformedLineException.class)
                .hasMessageMatching("expected [ -~]+ at byte \\d+")
                .hasNoCause()
                .hasMessageNotContaining("SECRET");
    }

    @Test
    void afterAMalformedItemTheNextOneIsReadAsIfNothingHadBeen() throws Exception {
        byte[] bad = bytes("{'a':{'M':{'b':{'S':'x'}");
        byte[] expected = of("{'a':{'S':'1'}}");
        assertThatThrownBy(() -> canonical.of(bad)).isInstanceOf(MalformedLineException.class);
        assertThat(canonical.of(bytes("{'a':{'S':'1'}}"))).isEqualTo(expected);
    }

    @Test
    void thirtyTwoLevelsAreReadAndAMillionAreAnError() throws Exception {
        assertDiffer(nested(32, "1"), nested(32, "2"));
        assertThat(canonical.of(bytes(nested(64, "1")))).isNotEmpty();
        byte[] deep = bytes(nested(1_000_000, "1"));
        assertThatThrownBy(() -> canonical.of(deep))
                .isInstanceOf(MalformedLineException.class)
                .hasMessageContaining("64 levels");
    }

    @Test
    void aFingerprintIsTheSameForEqualItemsAndAnotherForOthers() throws Exception {
        assertThat(fingerprint("{'a':{'N':'1.0'},'b':{'SS':['x','y']}}"))
                .isEqualTo(fingerprint("{'b':{'SS':['y','x']},'a':{'N':'1'}}"))
                .isNotEqualTo(fingerprint("{'b':{'SS':['y','x']},'a':{'N':'2'}}"));
    }

    /** The item is one level, the number's attribute none. */
    private static String nested(int levels, String number) {
        return "{'a':" + "{'L':[".repeat(levels - 1) + "{'N':'" + number + "'}" + "]}".repeat(levels - 1) + "}";
    }

    private ItemFingerprint fingerprint(String item) throws MalformedLineException {
        byte[] bytes = bytes(item);
        return canonical.fingerprint(bytes, 0, bytes.length);
    }

    private void assertSame(String one, String other) throws MalformedLineException {
        assertThat(of(one)).as("%.60s and %.60s", one, other).isEqualTo(of(other));
    }

    private void assertDiffer(String one, String other) throws MalformedLineException {
        assertThat(of(one)).as("%.60s and %.60s", one, other).isNotEqualTo(of(other));
    }

    private byte[] of(String item) throws MalformedLineException {
        return canonical.of(bytes(item));
    }

    private static byte[] bytes(String item) {
        return item.replace('\'', '"').getBytes(UTF_8);
    }
}
