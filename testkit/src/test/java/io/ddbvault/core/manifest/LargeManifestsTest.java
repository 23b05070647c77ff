package io.ddbvault.core.manifest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests made to fill the memory. The heap is 128 MiB here. */
@Timeout(60)
class LargeManifestsTest {
    private static final String URI = "s3://backups/native-exports/2025-07-20/manifest.json";

    @ParameterizedTest
    @ValueSource(strings = {"[],", "{},", "{\"\":0},", "0,", "\"\",", "null,", "[[[[[[[[]]]]]]]],"})
    void aManifestOfMillionsOfValuesIsRefusedInASmallHeap(String value) {
        String begin = "{\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"environment\":\"e\",\"exports\":[";
        int times = (BackupManifestJson.MAX_BYTES - begin.length()) / value.length() - 1;

        assertUnreadable(bytes(begin, value, times, "0]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
    void aManifestThatIsNestedWithoutEndIsRefused(String level) {
        assertUnreadable(bytes("{\"backup_type\":", level, 1_000_000, ""));
    }

    @Test
    void aNumberOfAMillionDigitsIsRefused() {
        assertUnreadable(bytes("{\"backup_type\":", "9", 1_000_000, "}"));
    }

    /** As one array at once: a string of it, and its encoding, would fill the heap before anything is read. */
    private static byte[] bytes(String begin, String value, int times, String end) {
        ByteBuffer json = ByteBuffer.allocate(begin.length() + value.length() * times + end.length());
        json.put(begin.getBytes(US_ASCII));
        byte[] repeated = value.getBytes(US_ASCII);
        for (int i = 0; i < times; i++) {
            json.put(repeated);
        }
        return json.put(end.getBytes(US_ASCII)).array();
    }

    private static void assertUnreadable(byte[] json) {
        assertThatThrownBy(() -> BackupManifestJson.read(json, LocalDate.of(2025, 7, 20), URI))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MANIFEST_UNREADABLE))
                .hasMessageStartingWith(URI + " is not a backup manifest: it is not a JSON object.");
    }
}
