package io.ddbvault.core.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.format.MalformedLineException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompareItemsTest {
    private final CompareItems compare = new CompareItems();

    @Test
    void itNamesWhatIsOnlyHereOnlyThereAndChangedEachSorted() throws Exception {
        assertThat(
                        differences(
                                "{'id':{'S':'1'},'zz':{'S':'x'},'b':{'S':'x'},'long name':{'N':'1'},'c':{'N':'1'},'same':{'N':'1'}}",
                                "{'same':{'N':'1.0'},'c':{'S':'1'},'long name':{'N':'2'},'id':{'S':'1'},'y':{'S':'x'},'a':{'S':'x'}}"))
                .isEqualTo(new AttributeDifferences(List.of("b", "zz"), List.of("a", "y"), List.of("c", "long name")));
    }

    @Test
    void equalItemsDifferInNothing() throws Exception {
        AttributeDifferences none = differences(
                "{'id':{'S':'1'},'m':{'M':{'a':{'NS':['1','2']},'b':{'L':[]}}}}",
                "{'m':{'M':{'b':{'L':[]},'a':{'NS':['2','1']}}},'id':{'S':'\\u0031'}}");
        assertThat(none.isEmpty()).isTrue();
        assertThat(none).isEqualTo(new AttributeDifferences(List.of(), List.of(), List.of()));
    }

    @Test
    void whatDiffersInsideOfAMapIsAChangeOfTheMap() throws Exception {
        assertThat(differences("{'m':{'M':{'a':{'S':'1'}}}}", "{'m':{'M':{'a':{'S':'1'},'b':{'S':'1'}}}}"))
                .isEqualTo(new AttributeDifferences(List.of(), List.of(), List.of("m")));
    }

    @Test
    void anItemWithoutAttributesLacksAllOfTheOthers() throws Exception {
        assertThat(differences("{}", "{'b':{'S':'1'},'':{'S':'1'}}"))
                .isEqualTo(new AttributeDifferences(List.of(), List.of("", "b"), List.of()));
        assertThat(differences("{'b':{'S':'1'}}", "{}"))
                .isEqualTo(new AttributeDifferences(List.of("b"), List.of(), List.of()));
        assertThat(differences("{}", "{}").isEmpty()).isTrue();
    }

    @Test
    void namesAreGivenByTheirCharacters() throws Exception {
        assertThat(differences("{'\\u00e9\\ud83d\\ude00':{'S':'1'}}", "{'é😀':{'S':'2'},'\\n':{'S':'2'}}"))
                .isEqualTo(new AttributeDifferences(List.of(), List.of("\n"), List.of("é😀")));
    }

    @Test
    void eitherItemMalformedIsAnErrorThatNamesNoValue() {
        byte[] good = bytes("{'id':{'S':'SECRET'}}");
        byte[] bad = bytes("{'id':{'N':'SECRET'}}");
        assertThatThrownBy(() -> compare.compare(good, bad))
                .isInstanceOf(MalformedLineException.class)
                .hasMessage("expected a number at byte 13");
        assertThatThrownBy(() -> compare.compare(bad, good))
                .isInstanceOf(MalformedLineException.class)
                .hasMessage("expected a number at byte 13");
    }

    private AttributeDifferences differences(String here, String there) throws MalformedLineException {
        return compare.compare(bytes(here), bytes(there));
    }

    private static byte[] bytes(String item) {
        return item.replace('\'', '"').getBytes(UTF_8);
    }
}
