package io.ddbvault.core.backup;

import static io.ddbvault.core.manifest.ExportStatus.COMPLETED;
import static io.ddbvault.core.manifest.ExportStatus.FAILED;
import static io.ddbvault.core.manifest.SampleExports.export;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Answer;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FitSummaryTest {
    @Test
    void aShortAnswerIsLeftInTheOrderOfTheTables() {
        BackupSummary summary = summary(export("a", 1, COMPLETED), export("b", 2, FAILED));

        assertThat(FitSummary.fit(summary)).isEqualTo(SummarizeBackup.summarize(summary));
    }

    @Test
    void ofALongAnswerTheCountsStayAndTheExportsThatFailedAreNamed() {
        TableExport[] exports = IntStream.range(0, 2500)
                .mapToObj(i -> export("table-" + i, i, i % 500 == 499 ? FAILED : COMPLETED))
                .toArray(TableExport[]::new);

        Answer cut = FitSummary.fit(summary(exports));

        assertThat(cut.toJson().getBytes(UTF_8)).hasSizeBetween(90_000, 200_000);
        assertThat(cut.statusCode()).isEqualTo(207);
        assertThat(cut.body())
                .containsEntry("truncated", true)
                .containsEntry("total_tables_processed", 2500)
                .containsEntry("successful_exports", 2495L)
                .containsEntry("failed_exports", 5L)
                .containsEntry("manifest_s3_key", "native-exports/2025-07-22/manifest.json");
        List<?> named = (List<?>) Objects.requireNonNull(cut.body().get("exports"));
        assertThat(named.subList(0, 6).stream().map(export -> String.valueOf(((Map<?, ?>) export).get("table_name"))))
                .containsExactly("table-499", "table-999", "table-1499", "table-1999", "table-2499", "table-0");
    }

    private static BackupSummary summary(TableExport... exports) {
        return new BackupSummary(
                LocalDate.of(2025, 7, 22),
                "production",
                "my-backup-bucket",
                "native-exports/2025-07-22/manifest.json",
                List.of(exports),
                List.of(exports),
                List.of());
    }
}
