package io.ddbvault.core.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.model.Answer;
import io.ddbvault.testkit.InMemoryBackupStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FitAnswerTest {
    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final FitAnswer fitAnswer = new FitAnswer(store, new BackupLayout("native-exports"), () -> "the-id");

    @Test
    void aShortAnswerIsLeftAloneAndNothingIsStored() {
        Answer answer = EncodeReport.encode(report(10));

        assertThat(fitAnswer.fit(answer)).isEqualTo(answer);
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void aLongAnswerIsCutAndStoredWholeUnderTheKeyThatItNames() {
        Answer whole = EncodeReport.encode(report(2000));

        Answer cut = fitAnswer.fit(whole);

        assertThat(cut.toJson().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(200_000);
        assertThat(cut.statusCode()).isEqualTo(500);
        assertThat(cut.body())
                .containsEntry("truncated", true)
                .containsEntry("report_key", "native-exports/_state/restores/the-id/report.json")
                .containsEntry("tables_requested", 2000)
                .containsEntry("failed_restores", 2000L);
        assertThat((List<?>) cut.body().get("restore_results")).hasSizeBetween(100, 1999);
        assertThat(store.text("native-exports/_state/restores/the-id/report.json"))
                .contains("table-0\"", "table-1999\"")
                .doesNotContain("truncated");
    }

    @Test
    void anAnswerIsGivenAlsoWhereItsReportMayNotBeStored() {
        store.faults()
                .on(InMemoryBackupStore.Call.REPLACE)
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "S3 denies s3:PutObject."));

        Answer cut = fitAnswer.fit(EncodeReport.encode(report(2000)));

        assertThat(cut.body())
                .containsEntry("truncated", true)
                .containsEntry("report_error", "S3 denies s3:PutObject.")
                .doesNotContainKey("report_key");
        assertThat(cut.toJson().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(200_000);
        store.faults().assertAllFired();
    }

    private static RestoreReport report(int tables) {
        return new RestoreReport(
                null,
                LocalDate.of(2025, 7, 20),
                "production",
                "backups",
                "native-exports",
                false,
                false,
                5,
                Duration.ZERO,
                Instant.EPOCH,
                IntStream.range(0, tables)
                        .mapToObj(i -> new TableResult(
                                "table-" + i, TableStatus.FAILED, "arn", 0, 0, 0, 0, 0, null, "why ".repeat(20)))
                        .toList(),
                List.of());
    }
}
