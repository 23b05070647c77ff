package io.ddbvault.core.verify;

import static io.ddbvault.core.verify.VerifyFixture.problems;
import static io.ddbvault.core.verify.VerifyFixture.table;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.verify.VerifiedTable.Counts;
import io.ddbvault.core.verify.VerifiedTable.State;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import io.ddbvault.testkit.MakeBackup;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a verification finds without reading an item, and which backups it looks at. */
@Timeout(60)
class VerifyQuickTest {
    private static final String NEXT =
            " Bring back the object's earlier version if the bucket keeps versions, or restore another date.";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    @SuppressWarnings("NullAway.Init")
    private VerifyFixture fixture;

    @BeforeEach
    void begin() {
        fixture = new VerifyFixture(temporary);
    }

    @Test
    void aBackupAsDynamoDbWroteItIsGoodAndNoItemIsRead() {
        fixture.stored();

        VerificationReport report = fixture.quick();

        assertThat(report.allGood()).isTrue();
        assertThat(report.backups()).singleElement().satisfies(backup -> {
            assertThat(backup.date()).isEqualTo("2025-07-22");
            assertThat(backup.environment()).isEqualTo("production");
        });
        VerifiedTable users = table(report, "users");
        assertThat(users.state()).isEqualTo(State.GOOD);
        assertThat(users.exportArn()).isEqualTo(fixture.users.arn());
        assertThat(users.counts()).isEqualTo(new Counts(3, 5, size(0) + size(1) + size(2), 0, 0, 0));
        assertThat(users.remarks()).isEmpty();
        assertThat(fixture.estimates).isEmpty();
    }

    private long size(int file) {
        return fixture.users.content(fixture.users.dataFile(file)).length;
    }

    @Test
    void everyFileThatIsNotAsItShouldBeIsNamedAndTheOtherTableIsGood() {
        fixture.users.remove(fixture.users.dataFile(0));
        fixture.users.replace(fixture.users.dataFile(1), new byte[0]);
        fixture.users.replace(fixture.users.dataFile(2), "hello".getBytes(UTF_8));
        fixture.stored();

        VerificationReport report = fixture.quick();

        VerifiedTable users = table(report, "users");
        assertThat(users.state()).isEqualTo(State.BAD);
        assertThat(users.problems())
                .containsExactly(
                        Problem.of(
                                "s3://backups/" + fixture.users.dataFile(0),
                                "The data file s3://backups/%s is missing, which the export's manifest lists with 3 items."
                                                .formatted(fixture.users.dataFile(0))
                                        + NEXT),
                        Problem.of(
                                "s3://backups/" + fixture.users.dataFile(1),
                                "The data file s3://backups/%s is empty, which the export's manifest lists with 2 items."
                                                .formatted(fixture.users.dataFile(1))
                                        + NEXT),
                        Problem.of(
                                "s3://backups/" + fixture.users.dataFile(2),
                                "The data file s3://backups/%s is not gzip.".formatted(fixture.users.dataFile(2))
                                        + NEXT));
        assertThat(users.problemCount()).isEqualTo(3);
        assertThat(table(report, "orders").state()).isEqualTo(State.GOOD);
        assertThat(report.allGood()).isFalse();
    }

    @Test
    void aFileThatWasReplacedByAnotherWholeOneIsFoundByItsHash() {
        fixture.users.replace(fixture.users.dataFile(0), MakeBackup.gzip(VerifyFixture.lines("x", 0, 3)));
        fixture.stored();

        VerifiedTable users = table(fixture.quick(), "users");

        assertThat(users.state()).isEqualTo(State.BAD);
        assertThat(problems(users)).singleElement().asString().contains("was truncated, replaced or altered: its MD5");
    }

    @Test
    void filesWhoseEtagDoesNotTellAreHashedAndThatIsSaid() {
        fixture.stored();
        String copied = fixture.users.dataFile(0);
        fixture.store.put(copied, fixture.users.content(copied), "0123-7");

        VerifiedTable users = table(fixture.quick(), "users");

        assertThat(users.state()).isEqualTo(State.GOOD);
        assertThat(users.remarks())
                .containsExactly(
                        "1 of 3 data files were read and hashed, because their ETag does not tell, as after a copy in parts.");
        assertThat(users.counts().filesRead()).isEqualTo(1);
        assertThat(users.counts().bytesRead()).isEqualTo(size(0));
    }

    @Test
    void alteredManifestsOfAnExportAreBad() {
        fixture.users.replace(fixture.users.filesKey(), "{}".getBytes(UTF_8));
        fixture.rewrite(fixture.orders, fixture.orders.summaryKey(), "\"itemCount\":4", "\"itemCount\":5");
        fixture.stored();

        VerificationReport report = fixture.quick();

        assertThat(problems(table(report, "users")))
                .singleElement()
                .asString()
                .startsWith("s3://backups/" + fixture.users.filesKey() + " has MD5 ");
        assertThat(problems(table(report, "orders")))
                .singleElement()
                .asString()
                .contains("counts 5 items, but the files listed in", "hold 4.");
        assertThat(report.count(State.BAD)).isEqualTo(2);
    }

    @Test
    void aCountInTheBackupsManifestThatDoesNotAgreeIsBad() {
        fixture.backup.entry(0).put("item_count", 6L);
        fixture.stored();

        assertThat(problems(table(fixture.quick(), "users")))
                .singleElement()
                .asString()
                .startsWith("The backup's manifest counts 6 items of users, the export's own manifest 5.");
    }

    @Test
    void anExportThatFailedOrStillRunsIsNotCompleted() {
        fixture.backup.entry(0).put("status", "FAILED");
        fixture.backup.entry(0).put("failure_message", "access to the bucket was lost");
        fixture.backup.entry(1).put("status", "IN_PROGRESS");
        fixture.orders.remove(fixture.orders.summaryKey());
        fixture.stored();

        VerificationReport report = fixture.quick();

        assertThat(report.count(State.NOT_COMPLETED)).isEqualTo(2);
        assertThat(table(report, "users").reason())
                .isEqualTo(
                        "The export of users on 2025-07-22 failed (access to the bucket was lost), so there is nothing to restore. Choose another backup_date.");
        assertThat(table(report, "orders").reason())
                .startsWith("The export of orders on 2025-07-22 has not ended yet (arn:aws:dynamodb:");
    }

    @Test
    void anExportThatNobodyMarkedAsEndedIsGoodIfItsOwnManifestIsThere() {
        fixture.backup.entry(0).put("status", "IN_PROGRESS");
        fixture.stored();

        assertThat(table(fixture.quick(), "users").state()).isEqualTo(State.GOOD);
    }

    @Test
    void anExportThatIsGoneIsBad() {
        fixture.users.remove(fixture.users.summaryKey());
        fixture.stored();

        VerifiedTable users = table(fixture.quick(), "users");

        assertThat(users.state()).isEqualTo(State.BAD);
        assertThat(problems(users)).singleElement().asString().contains("is gone from the bucket");
    }

    @Test
    void whatMayNotBeReadIsNotVerifiedAndTheOthersAre() {
        fixture.stored();
        fixture.store
                .faults()
                .on(Call.PEEK, fixture.users.dataFile(1))
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "S3 denies s3:GetObject."));

        VerificationReport report = fixture.quick();

        assertThat(table(report, "users").state()).isEqualTo(State.NOT_VERIFIED);
        assertThat(table(report, "users").reason()).isEqualTo("S3 denies s3:GetObject.");
        assertThat(table(report, "orders").state()).isEqualTo(State.GOOD);
    }

    @Test
    void afterAStopNothingMoreIsLookedAtAndThatIsSaid() {
        fixture.stored();
        fixture.stop.request("an interrupt");

        VerificationReport report = fixture.quick();

        assertThat(report.count(State.NOT_VERIFIED)).isEqualTo(2);
        assertThat(table(report, "orders").reason()).isEqualTo("Not looked at: the run was stopped by an interrupt.");
        assertThat(fixture.store.keys()).noneMatch(key -> key.contains("_state"));
    }

    @Test
    void ofNamedTablesTheOthersAreNotLookedAtAndAnUnknownOneIsSaid() {
        fixture.stored();

        VerificationReport report = fixture.run(
                fixture.request(LocalDate.parse("2025-07-22"), false, List.of("orders", "codes"), Depth.QUICK, 1));

        assertThat(report.tables()).extracting(VerifiedTable::table).containsExactly("orders", "codes");
        assertThat(table(report, "codes").state()).isEqualTo(State.NOT_IN_BACKUP);
        assertThat(table(report, "codes").reason())
                .isEqualTo(
                        "The backup of 2025-07-22 does not hold this table. It holds users, orders. Check the name, or choose another date.");
        assertThat(report.allGood()).isFalse();
    }

    @Test
    void theLatestIsTheNewestDateWithAManifestAndNewerOnesWithoutAreTold() {
        fixture.backup.entry(0).put("status", "FAILED");
        fixture.backup.entry(1).put("status", "FAILED");
        fixture.stored();
        older("2025-07-21").objects().forEach(fixture.store::put);
        fixture.store.put("exports/2025-07-23/users/AWSDynamoDB/0-1/_started", "");
        fixture.store.put("exports/_state/restores/x", "");

        VerificationReport report = fixture.run(fixture.request(null, false, List.of(), Depth.QUICK, 1));

        assertThat(report.backups())
                .singleElement()
                .satisfies(backup -> assertThat(backup.date()).isEqualTo("2025-07-22"));
        assertThat(report.count(State.NOT_COMPLETED)).isEqualTo(2);
        assertThat(report.warnings())
                .containsExactly(
                        "The folder of 2025-07-23 has no manifest, s3://backups/exports/2025-07-23/manifest.json, so no backup can be restored from it: its run ended too early, or somebody deleted the manifest.");
    }

    @Test
    void allDatesAreVerifiedTheNewestFirstAndADamagedManifestConcernsItsDateAlone() {
        fixture.stored();
        older("2025-07-21").objects().forEach(fixture.store::put);
        fixture.store.put("exports/2025-07-20/manifest.json", "[]");

        VerificationReport report = fixture.run(fixture.request(null, true, List.of(), Depth.QUICK, 1));

        assertThat(report.backups())
                .extracting(backup -> backup.date().toString())
                .containsExactly("2025-07-22", "2025-07-21", "2025-07-20");
        assertThat(report.backups().get(2).problem())
                .isNotNull()
                .satisfies(problem -> assertThat(problem.text())
                        .startsWith("s3://backups/exports/2025-07-20/manifest.json is not a backup manifest"));
        assertThat(report.count(State.GOOD)).isEqualTo(3);
        assertThat(report.unreadableBackups()).isEqualTo(1);
        assertThat(report.allGood()).isFalse();
    }

    @Test
    void ofAllDatesThoseBeforeATableWasBackedUpAreLeftOut() {
        fixture.stored();
        older("2025-07-21").objects().forEach(fixture.store::put);

        VerificationReport report = fixture.run(fixture.request(null, true, List.of("orders"), Depth.QUICK, 1));

        assertThat(report.backups()).hasSize(1);
        assertThat(report.allGood()).isTrue();
        assertThatThrownBy(() -> fixture.run(fixture.request(null, true, List.of("codes"), Depth.QUICK, 1)))
                .hasMessage(
                        "No backup of the 2 dates holds codes. Check the name; 'ddbvault list' shows what there is.");
    }

    private static MakeBackup older(String date) {
        MakeBackup backup = new MakeBackup("backups", "exports", date, "production");
        backup.table("users", List.of(VerifyFixture.lines("u", 0, 2)));
        return backup;
    }

    @Test
    void aDateWithoutABackupIsAnErrorThatNamesTheNewest() {
        fixture.stored();

        assertThatThrownBy(() ->
                        fixture.run(fixture.request(LocalDate.parse("2025-07-20"), false, List.of(), Depth.QUICK, 1)))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_BACKUP))
                .hasMessage(
                        "There is no backup of 2025-07-20: s3://backups/exports/2025-07-20/manifest.json does not exist. The newest dates there are 2025-07-22; name one of them.");
    }

    @Test
    void anEmptyBucketIsAnError() {
        assertThatThrownBy(() -> fixture.run(fixture.request(null, false, List.of(), Depth.QUICK, 1)))
                .hasMessage(
                        "There is no backup under s3://backups/exports/. Check BACKUP_BUCKET and S3_EXPORTS_PREFIX.");
    }

    @Test
    void anExportThatWasCopiedElsewhereIsGoodAndThatIsSaid() {
        fixture.backup.entry(0).put("s3_bucket", "another");
        fixture.stored();

        VerifiedTable users = table(fixture.quick(), "users");

        assertThat(users.state()).isEqualTo(State.GOOD);
        assertThat(users.remarks())
                .containsExactly(
                        "The export was found under s3://backups/%s, not where its manifests say; it seems to be a copy."
                                .formatted(fixture.users.folder()));
    }
}
