package io.ddbvault.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of keys. */
class ReadKeyLinesTest {
    @Test
    void aLineIsAKeyInEitherFormAndBlankLinesAndRemarksAreNone() throws IOException {
        List<RequestedKey> keys =
                read("# lost on Monday\n\nid=u-3\r\n  {\"id\":{\"S\":\"u-7\"}}\n   \n  # and\nid=u-9");

        assertThat(keys).extracting(RequestedKey::origin).containsExactly("k line 3", "k line 4", "k line 7");
        assertThat(keys)
                .extracting(key -> key.values().get("id"))
                .extracting(RequestedKey.Value::text)
                .containsExactly("u-3", "u-7", "u-9");
    }

    @Test
    void aLineThatIsNoKeyIsNamedByItsNumberAlone() {
        assertThatThrownBy(() -> read("id=u-3\n# remark\nsecret\nid=u-4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("k line 3 is neither name=value")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aHundredThousandAreTakenAndOneMoreIsNot() throws IOException {
        String most = "id=x\n".repeat(ReadKeyLines.MOST_KEYS);

        assertThat(read(most)).hasSize(100_000);
        assertThatThrownBy(() -> read(most + "id=x"))
                .hasMessage("k has more than 100,000 keys, or more than 16 MiB of them; make several files of it");
    }

    @Test
    void keysBeyondSixteenMebibytesAreRefused() {
        String line = "id=" + "x".repeat(1 << 20) + "\n";

        assertThatThrownBy(() -> read(line.repeat(17))).hasMessageStartingWith("k has more than 100,000 keys, or");
    }

    private static List<RequestedKey> read(String text) throws IOException {
        return ReadKeyLines.read(new BufferedReader(new StringReader(text)), "k");
    }
}
