package io.ddbvault.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import io.ddbvault.testkit.MakeBackup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page from a bucket. */
class MakeReportTest {
    private static final Settings SETTINGS =
            Settings.forRestore(Map.of("BACKUP_BUCKET", "my-bucket", "ENVIRONMENT", "production"));

    private final InMemoryBackupStore store = new InMemoryBackupStore("my-bucket");
    private final BackupLayout layout = new BackupLayout("native-exports");

    @Test
    void backupsVerificationsAndRehearsalsAreRead() {
        backUp("2025-07-21");
        backUp("2025-07-22");
        store.put("native-exports/_state/verifications/users.json", """
                {"table_name":"users","verifications":{"deep":{"backup_date":"2025-07-21","verified_at":"2025-07-21T09:00:00Z","verdict":"GOOD"}}}""");
        store.put("native-exports/_state/drills/20250720T030000Z-1a2b3c4d/result.json", """
                {"table_name":"users","backup_date":"2025-07-19","started_at":"2025-07-20T03:00:00Z","ended_at":"2025-07-20T03:02:00Z","verdict":"GOOD","items":2,"duration_seconds":90.5,"estimated_restore_seconds":240}""");

        ReportPage page = make(400);

        assertThat(page.days()).extracting(Day::state).containsExactly(DayState.GOOD, DayState.GOOD);
        assertThat(page.tables()).singleElement().satisfies(users -> {
            assertThat(users.name()).isEqualTo("users");
            assertThat(users.nights()).extracting(TableNight::items).containsExactly(2L, 2L);
            assertThat(users.verifications().of(Depth.DEEP)).isPresent();
            assertThat(users.drill()).isNotNull().satisfies(drill -> {
                assertThat(drill.took()).isEqualTo(Duration.ofMillis(90_500));
                assertThat(drill.estimatedRestore()).isEqualTo(Duration.ofMinutes(4));
            });
        });
        assertThat(page.attention()).isEmpty();
        assertThat(page.warnings()).isEmpty();
    }

    @Test
    void onlyTheDaysOfThePeriodAreRead() {
        backUp("2025-06-01");
        backUp("2025-07-20");
        backUp("2025-07-22");

        assertThat(make(3).days())
                .extracting(day -> day.date().toString())
                .containsExactly("2025-07-20", "2025-07-21", "2025-07-22");
        assertThat(make(2).days()).extracting(day -> day.date().toString()).containsExactly("2025-07-22");
    }

    @Test
    void whatIsDamagedIsToldAndNotBelieved() {
        backUp("2025-07-22");
        store.put("native-exports/2025-07-21/manifest.json", "{");
        store.put("native-exports/_state/verifications/users.json", "[]");
        store.put("native-exports/_state/drills/20250720T030000Z-1a2b3c4d/result.json", "{\"verdict\":\"GOOD\"}");

        ReportPage page = make(400);

        assertThat(page.days()).extracting(Day::state).containsExactly(DayState.UNREADABLE, DayState.GOOD);
        assertThat(page.warnings())
                .hasSize(2)
                .anyMatch(warning -> warning.startsWith(
                        "s3://my-bucket/native-exports/_state/verifications/users.json is taken for no evidence"))
                .contains(
                        "s3://my-bucket/native-exports/_state/drills/20250720T030000Z-1a2b3c4d/result.json is taken for no evidence: it is not a rehearsal's result.");
    }

    /** "Never verified" must not come from "may not look". */
    @Test
    void whatMayNotBeReadEndsTheReport() {
        backUp("2025-07-22");
        store.faults()
                .on(Call.FOLDERS, "native-exports/_state/drills/")
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "s3:ListBucket is missing"));

        assertThatThrownBy(() -> make(400)).hasMessage("s3:ListBucket is missing");
    }

    @Test
    void thePageIsStoredInPlaceOfAnOlderOne() {
        backUp("2025-07-22");
        store.put("native-exports/_state/report.html", "old");

        String written = new StoreReport(store, layout).makeAndStore(SETTINGS, Backups.NOW);

        assertThat(written).isEqualTo("s3://my-bucket/native-exports/_state/report.html");
        assertThat(store.text("native-exports/_state/report.html"))
                .startsWith(RenderReport.MARK)
                .contains("Backups of production", "users")
                .isEqualTo(new String(RenderReport.render(make(MakeReport.USUAL_DAYS)), StandardCharsets.UTF_8));
    }

    private ReportPage make(int days) {
        return new MakeReport(store, layout).make(SETTINGS, Backups.NOW, days);
    }

    private void backUp(String date) {
        MakeBackup backup = new MakeBackup("my-bucket", "native-exports", date, "production");
        backup.table(
                "users", List.of(List.of("{\"Item\":{\"id\":{\"S\":\"a\"}}}", "{\"Item\":{\"id\":{\"S\":\"b\"}}}")));
        backup.objects().forEach(store::put);
    }
}
