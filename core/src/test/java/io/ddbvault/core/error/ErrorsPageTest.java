package io.ddbvault.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "errors.md");

    @Test
    void thePageIsMadeFromTheCode() throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, DescribeErrors.page());
        }

        assertThat(PAGE)
                .as("docs/errors.md is not what ErrorCode says; renew it by:"
                        + " mvn test -pl core -Dtest=ErrorsPageTest -Ddocs.write=true")
                .hasContent(DescribeErrors.page());
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeIsExplainedInTwoPlainSentences(ErrorCode code) {
        for (String text : new String[] {code.meaning(), code.nextStep()}) {
            assertThat(text).matches("[A-Z][^.|]*\\.");
        }
    }

    /** Scripts and runbooks may go by them. */
    @Test
    void namesAndNumbersStayAsTheyAre() {
        assertThat(Arrays.stream(ErrorCode.values())
                        .map(code -> code.number() + " " + code.name())
                        .collect(Collectors.joining("\n")))
                .isEqualTo("""
                        10 INVALID_REQUEST
                        11 NO_BACKUP
                        12 ENVIRONMENT_MISMATCH
                        13 TABLE_NOT_ALLOWED
                        14 NOT_IN_BACKUP
                        15 STOPPED
                        16 LOCKED
                        17 LOCK_LOST
                        18 NO_SUCH_RESTORE
                        19 NOT_CONFIRMED
                        20 INVALID_SETTINGS
                        21 ACCESS_DENIED
                        22 BUCKET_NOT_FOUND
                        23 TABLE_NOT_FOUND
                        24 TABLE_NOT_ACTIVE
                        25 KEY_SCHEMA_MISMATCH
                        26 POINT_IN_TIME_RECOVERY_OFF
                        27 KEYS_DO_NOT_FIT
                        28 NO_DISK_SPACE
                        29 CLUSTER_FAILED
                        30 THROTTLED
                        40 MANIFEST_UNREADABLE
                        41 CHECKSUM_MISMATCH
                        42 ITEM_COUNT_MISMATCH
                        43 EXPORT_NOT_COMPLETED
                        44 EXPORT_UNSUPPORTED
                        45 OBJECT_MISSING
                        46 OBJECT_CHANGED
                        47 DATA_FILE_DAMAGED
                        48 BACKUP_CHANGED
                        49 CHECKPOINT_UNREADABLE
                        60 EXPORT_FAILED
                        61 AWS_UNAVAILABLE
                        62 AWS_REFUSED
                        63 MANIFEST_CONFLICT
                        67 DRILL_FAILED
                        90 INTERNAL_ERROR""");
    }
}
