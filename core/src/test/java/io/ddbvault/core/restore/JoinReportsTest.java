package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.restore.TableResult.Estimate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JoinReportsTest {
    private static final Estimate ESTIMATE = new Estimate(1, 1, 1, 1, null, "arn:table");
    private static final TableResult READY =
            new TableResult("users", "copy", TableStatus.READY, null, 0, 5, 0, 0, 0, ESTIMATE, List.of(), null, null);
    private static final TableResult DONE =
            new TableResult("users", "copy", TableStatus.COMPLETED, null, 1, 5, 5, 0, 0, null, List.of(), null, null);

    @Test
    void onlyWhatWasReadyIsAskedForAndTheBackupIsTheOneThatWasLookedAt() {
        RestoreRequest asked = new RestoreRequest(null, null, false, true, 7)
                .toBuilder()
                        .targetTables(Map.of("users", "copy", "codes", "codes-copy"))
                        .maxWriteUnits(5)
                        .build();

        assertThat(JoinReports.requestFor(report(true, List.of(), of("codes", TableStatus.ERROR, "no"), READY), asked))
                .isEqualTo(asked.toBuilder()
                        .date(LocalDate.of(2025, 7, 20))
                        .tables(List.of("users"))
                        .targetTables(Map.of("users", "copy"))
                        .build());
    }

    @Test
    void whatWasRefusedHasFailedAndTheOrderIsTheRequests() {
        RestoreReport joined = JoinReports.join(
                report(
                        true,
                        List.of("one", "both"),
                        of("keys", TableStatus.NO_EXPORT, "not in it"),
                        READY,
                        of("codes", TableStatus.ERROR, "not ACTIVE"),
                        of("rest", TableStatus.SKIPPED, "the deadline")),
                report(false, List.of("both", "other"), DONE));

        assertThat(joined.dryRun()).isFalse();
        assertThat(joined.results())
                .containsExactly(
                        of("keys", TableStatus.FAILED, "not in it"),
                        DONE,
                        of("codes", TableStatus.FAILED, "not ACTIVE"),
                        of("rest", TableStatus.SKIPPED, "the deadline"));
        assertThat(joined.warnings()).containsExactly("one", "both", "other");
        assertThat(EncodeReport.encode(joined).statusCode()).isEqualTo(207);
    }

    @Test
    void whereNothingWasReadyNothingGotAnything() {
        RestoreReport joined =
                JoinReports.join(report(true, List.of(), of("codes", TableStatus.ERROR, "not ACTIVE")), null);

        assertThat(joined.dryRun()).isFalse();
        assertThat(joined.results()).containsExactly(of("codes", TableStatus.FAILED, "not ACTIVE"));
        assertThat(EncodeReport.encode(joined).statusCode()).isEqualTo(500);
    }

    private static TableResult of(String table, TableStatus status, String error) {
        return new TableResult(table, status, null, 0, 0, 0, 0, 0, null, error);
    }

    private static RestoreReport report(boolean dryRun, List<String> warnings, TableResult... results) {
        return new RestoreReport(
                null,
                LocalDate.of(2025, 7, 20),
                "production",
                "backups",
                "native-exports",
                dryRun,
                true,
                5,
                Duration.ofSeconds(1),
                Instant.parse("2025-07-22T03:00:00Z"),
                List.of(results),
                warnings);
    }
}
