package io.ddbvault.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.evidence.Verification.Verdict;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.report.Attention.Severity;
import io.ddbvault.report.Day.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the page tells, and what needs attention first. */
class BuildReportTest {
    @Test
    void whereAllIsWellNothingNeedsAttention() {
        ReportPage page = Backups.calm(5).page();

        assertThat(page.attention()).isEmpty();
        assertThat(page.days())
                .extracting(Day::date, Day::state, Day::tablesGood, Day::items, Day::bytes, Day::took)
                .first()
                .isEqualTo(
                        tuple(LocalDate.parse("2025-07-18"), DayState.GOOD, 2, 5000L, 500_000L, Duration.ofMinutes(6)));
        assertThat(page.headline())
                .isEqualTo(new Headline(
                        LocalDate.parse("2025-07-22"), Duration.parse("PT5H59M56S"), 2, 2, 5000, 500_000, 5, 5, 2, 2));
        assertThat(page.tables()).extracting(TableHistory::name).containsExactly("orders", "users");
        assertThat(page.tables().get(1).nights())
                .extracting(TableNight::items)
                .containsExactly(1000L, 1000L, 1000L, 1000L, 1000L);
    }

    @Test
    void aDayIsWhatItsBackupIs() {
        ReportPage page = Backups.calm(8)
                .on("2025-07-16", Backups.failed("2025-07-16", "users", "no reason"))
                .on("2025-07-17", Backups.good("2025-07-17", "orders", 1), Backups.failed("2025-07-17", "users", null))
                .unreadable("2025-07-18", "it is not JSON")
                .without("2025-07-19")
                .pruned("2025-07-20")
                .on("2025-07-21", Backups.good("2025-07-21", "orders", 1), Backups.running("2025-07-21", "users"))
                .without("2025-07-22")
                .page();

        assertThat(page.days())
                .extracting(day -> day.date().getDayOfMonth(), Day::state)
                .containsExactly(
                        tuple(15, DayState.GOOD),
                        tuple(16, DayState.FAILED),
                        tuple(17, DayState.PARTIAL),
                        tuple(18, DayState.UNREADABLE),
                        tuple(19, DayState.MISSING),
                        tuple(20, DayState.PRUNED),
                        tuple(21, DayState.RUNNING),
                        tuple(22, DayState.AHEAD));
        assertThat(page.days().get(2).troubles())
                .containsExactly(new Trouble("users", "the manifest gives no reason", false));
        assertThat(page.days().get(3).troubles()).containsExactly(new Trouble("", "it is not JSON", false));
        assertThat(page.headline().days())
                .as("neither a pruned day nor one that is not over should have had a backup")
                .isEqualTo(6);
        assertThat(page.headline().daysGood()).isEqualTo(1);
    }

    @Test
    void aBucketWithoutBackupsNeedsAttention() {
        ReportPage page = new Backups().page();

        assertThat(page.days()).isEmpty();
        assertThat(titles(page)).containsExactly("URGENT There is no backup that a table could be restored from");
    }

    @Test
    void theNewestBackupIsOldAfter26Hours() {
        Backups backups = Backups.calm(3);

        assertThat(backups.page(Instant.parse("2025-07-23T04:00:04Z")).attention())
                .isEmpty();
        assertThat(titles(backups.page(Instant.parse("2025-07-23T04:00:05Z"))))
                .containsExactly("URGENT The newest backup is 26 hours old");
    }

    @Test
    void tablesThatFailedInTheNewestBackupAreNamedWithTheirReasonAndACommand() {
        ReportPage page = Backups.calm(3)
                .on(
                        "2025-07-22",
                        Backups.good("2025-07-22", "orders", 4000),
                        Backups.failed("2025-07-22", "users", "point-in-time recovery is off"))
                .page();

        Attention failed = page.attention().get(0);
        assertThat(failed.title()).isEqualTo("users is not in the newest backup");
        assertThat(failed.reason()).isEqualTo("Its export of 22 Jul 2025 says: point-in-time recovery is off.");
        assertThat(failed.command()).isEqualTo("ddbvault backup --table users");
        assertThat(failed.severity()).isEqualTo(Severity.URGENT);
        assertThat(failed.dates()).containsExactly(LocalDate.parse("2025-07-22"));
    }

    @Test
    void aNameThatDynamoDbWouldNotTakeGetsIntoNoCommand() {
        ReportPage page = Backups.calm(3)
                .on("2025-07-22", Backups.failed("2025-07-22", "users; rm -rf /", null))
                .page();

        assertThat(page.attention())
                .filteredOn(one -> one.tables().contains("users; rm -rf /"))
                .extracting(Attention::kind, Attention::command)
                .containsExactly(
                        tuple("tables_failed", null),
                        tuple("not_verified", "ddbvault verify latest --deep"),
                        tuple("not_drilled", null));
    }

    @Test
    void whatRunsIsNoFailure() {
        ReportPage page = Backups.calm(3)
                .on("2025-07-22", Backups.good("2025-07-22", "orders", 4000), Backups.running("2025-07-22", "users"))
                .page();

        assertThat(page.attention()).isEmpty();
    }

    @Test
    void aBackupThatNeverEndedCanBeFinished() {
        ReportPage page = Backups.calm(4)
                .on("2025-07-20", Backups.good("2025-07-20", "orders", 4000), Backups.running("2025-07-20", "users"))
                .page();

        assertThat(titles(page)).containsExactly("WARNING The backup of 20 Jul 2025 never came to its end");
        assertThat(page.attention().get(0).command()).isEqualTo("ddbvault backup --date 2025-07-20");
    }

    @Test
    void missingDaysAreToldOfForAMonth() {
        ReportPage page = Backups.calm(60)
                .without("2025-06-21")
                .without("2025-06-22")
                .without("2025-07-19")
                .page();

        assertThat(page.attention())
                .singleElement()
                .satisfies(one -> assertThat(one.title()).isEqualTo("2 of the last 30 days have no backup"))
                .satisfies(one -> assertThat(one.dates())
                        .containsExactly(LocalDate.parse("2025-07-19"), LocalDate.parse("2025-06-22")));
    }

    @Test
    void aBackupThatCannotBeReadIsUrgentOnlyIfItIsTheNewest() {
        assertThat(titles(Backups.calm(5)
                        .unreadable("2025-07-19", "it is not JSON")
                        .page()))
                .containsExactly("WARNING The backup of 19 Jul 2025 cannot be read");
        assertThat(titles(Backups.calm(5)
                        .unreadable("2025-07-21", "it is not JSON")
                        .without("2025-07-22")
                        .page()))
                .containsExactly(
                        "URGENT The newest backup is 2 days old", "URGENT The backup of 21 Jul 2025 cannot be read");
    }

    @Test
    void aTableThatIsNoLongerBackedUpIsToldOf() {
        ReportPage page = Backups.calm(5)
                .on("2025-07-22", Backups.good("2025-07-22", "orders", 4000))
                .page();

        assertThat(titles(page)).containsExactly("WARNING users is no longer backed up");
        assertThat(page.tables()).extracting(TableHistory::current).containsExactly(true, false);
        assertThat(page.headline().items()).isEqualTo(4000);
    }

    @Test
    void aTableThatLostMoreThanHalfIsToldOf() {
        ReportPage page = Backups.calm(5)
                .on("2025-07-22", Backups.good("2025-07-22", "orders", 2000), Backups.good("2025-07-22", "users", 499))
                .page();

        assertThat(titles(page)).containsExactly("WARNING users lost 50 % of its items");
        Attention drop = page.attention().get(0);
        assertThat(drop.reason()).isEqualTo("From 1,000 items on 21 Jul 2025 to 499 on 22 Jul 2025.");
        assertThat(drop.command()).isEqualTo("ddbvault diff 2025-07-21 users --with 2025-07-22");
    }

    @Test
    void aTableThatCameBackIsNotToldOf() {
        ReportPage page = Backups.calm(5)
                .on("2025-07-20", Backups.good("2025-07-20", "orders", 4000), Backups.good("2025-07-20", "users", 10))
                .page();

        assertThat(page.attention()).isEmpty();
    }

    @Test
    void aDropOfBytesAloneIsToldOfToo() {
        ReportPage page = Backups.calm(5)
                .on(
                        "2025-07-22",
                        Backups.good("2025-07-22", "orders", 4000),
                        Backups.export("2025-07-22", "users", ExportStatus.COMPLETED, 1000, 1000, null, "m"))
                .page();

        assertThat(titles(page)).containsExactly("WARNING users lost 99 % of its bytes");
    }

    /** The Python original wrote 0 for what it did not know. */
    @Test
    void countsThatNobodyKnowsAreNoDrop() {
        ReportPage page = Backups.calm(5)
                .on(
                        "2025-07-22",
                        Backups.good("2025-07-22", "orders", 4000),
                        Backups.export("2025-07-22", "users", ExportStatus.COMPLETED, 0, 0, null, null))
                .page();

        assertThat(page.attention()).isEmpty();
        assertThat(page.tables().get(1).newest().orElseThrow().counted()).isFalse();
    }

    @Test
    void smallTablesComeAndGo() {
        ReportPage page = Backups.calm(5)
                .on("2025-07-21", Backups.good("2025-07-21", "orders", 4000), Backups.good("2025-07-21", "users", 99))
                .on("2025-07-22", Backups.good("2025-07-22", "orders", 4000), Backups.good("2025-07-22", "users", 1))
                .page();

        assertThat(titles(page)).containsExactly("WARNING users lost 90 % of its items");
        assertThat(page.attention().get(0).dates())
                .containsExactly(LocalDate.parse("2025-07-21"), LocalDate.parse("2025-07-20"));
    }

    @Test
    void whatWasNotVerifiedDeepOrRehearsedForLongIsANotice() {
        ReportPage page = Backups.calm(5)
                .verified("orders", Depth.DEEP, 31, Verdict.GOOD)
                .neverVerified("users")
                .verified("users", Depth.QUICK, 1, Verdict.GOOD)
                .drilled("orders", 91, Verdict.GOOD)
                .page();

        assertThat(titles(page))
                .containsExactly(
                        "NOTICE 2 tables were not verified deep in the last 30 days",
                        "NOTICE orders was not rehearsed in the last 90 days");
        assertThat(page.attention().get(0).tables()).containsExactly("orders", "users");
        assertThat(page.headline().verified()).isZero();
        assertThat(page.headline().drilled()).isEqualTo(1);
        assertThat(Backups.calm(5)
                        .verified("orders", Depth.DEEP, 30, Verdict.GOOD)
                        .drilled("orders", 90, Verdict.GOOD)
                        .page()
                        .attention())
                .isEmpty();
    }

    @Test
    void aBackupThatAVerificationFoundDamagedComesFirst() {
        ReportPage page = Backups.calm(5)
                .without("2025-07-20")
                .verified("users", Depth.DEEP, 1, Verdict.BAD)
                .drilled("orders", 2, Verdict.BAD)
                .page();

        assertThat(titles(page))
                .containsExactly(
                        "URGENT The backup of users of 21 Jul 2025 is damaged",
                        "URGENT The last rehearsal of orders failed",
                        "WARNING There is no backup of 20 Jul 2025");
        assertThat(page.attention().get(0).reason())
                .isEqualTo("A verification found so on 21 Jul 2025. It says: s3://my-bucket/a.gz has another MD5.");
        assertThat(page.attention().get(0).command()).isEqualTo("ddbvault verify 2025-07-21 --deep --table users");
    }

    @Test
    void onlyAVerificationAsDeepOvertakesABadOne() {
        Backups backups = Backups.calm(5)
                .verified("users", Depth.SAMPLE, 2, Verdict.BAD)
                .verified("users", Depth.QUICK, 1, Verdict.GOOD);

        assertThat(titles(backups.page())).containsExactly("URGENT The backup of users of 20 Jul 2025 is damaged");
        assertThat(backups.verified("users", Depth.DEEP, 0, Verdict.GOOD).page().attention())
                .isEmpty();
    }

    private static List<String> titles(ReportPage page) {
        return page.attention().stream()
                .map(one -> one.severity() + " " + one.title())
                .toList();
    }
}
