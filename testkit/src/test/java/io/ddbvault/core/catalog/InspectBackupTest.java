package io.ddbvault.core.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.catalog.InspectedTable.Check;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.manifest.DataFile;
import io.ddbvault.core.model.Answer;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.MakeBackup.Export;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What one backup holds, and whether it looks whole. */
class InspectBackupTest {
    private static final LocalDate DATE = LocalDate.parse("2025-07-22");

    private final InMemoryBackups bucket = new InMemoryBackups();
    private final InspectBackup inspectBackup =
            new InspectBackup(InMemoryBackups.BUCKET, bucket.store, bucket.layout, bucket.clock);
    private final MakeBackup made =
            new MakeBackup(InMemoryBackups.BUCKET, "native-exports", "2025-07-22", "production");

    @Test
    void everyTableIsShownWithItsExportPlaceAndFiles() {
        Export users = made.table("users", List.of(List.of("{\"a\":1}", "{\"a\":2}"), List.of("{\"a\":3}")));
        made.table("orders", List.of(List.of("{\"a\":1}")));
        made.entry(1).put("end_time", "2025-07-22T02:09:04Z");
        bucket.put(made);

        InspectedBackup backup = inspectBackup.inspect(DATE, null, true);

        assertThat(backup.manifestUri()).isEqualTo(InMemoryBackups.ROOT + "2025-07-22/manifest.json");
        assertThat(backup.startedAt()).contains(Instant.parse("2025-07-22T02:00:04Z"));
        assertThat(backup.endedAt()).contains(Instant.parse("2025-07-22T02:09:04Z"));
        assertThat(backup.tables()).extracting(InspectedTable::check).containsExactly(Check.GOOD, Check.GOOD);
        InspectedTable table = backup.tables().get(0);
        assertThat(table.folder()).isEqualTo(users.folder());
        assertThat(table.moved()).isFalse();
        assertThat(table.took()).contains(Duration.ofMinutes(6));
        assertThat(table.id()).contains("01753149604000-00000000");
        assertThat(table.filesCount()).isEqualTo(2);
        assertThat(table.files()).extracting(DataFile::key).containsExactly(users.dataFile(0), users.dataFile(1));
        assertThat(table.files()).extracting(DataFile::itemCount).containsExactly(2L, 1L);
        assertThat(EncodeInspection.encode(backup).statusCode()).isEqualTo(Answer.OK);
        assertThat(inspectBackup.inspect(DATE, null, false).tables().get(0).files())
                .isEmpty();
    }

    @Test
    void damagedExportsAreBadEachForItsReasonAndTheOthersAreGood() {
        Export users = made.table("users", List.of(List.of("{\"a\":1}")));
        Export orders = made.table("orders", List.of(List.of("{\"a\":1}")));
        Export codes = made.table("codes", List.of(List.of("{\"a\":1}")));
        made.table("keys", List.of(List.of("{\"a\":1}")));
        made.table("good", List.of(List.of("{\"a\":1}")));
        users.replace(users.filesKey(), "{}".getBytes(UTF_8));
        orders.rewrite(
                orders.summaryKey(),
                new String(orders.content(orders.summaryKey()), UTF_8).replace("\"itemCount\":1", "\"itemCount\":2"));
        codes.remove(codes.summaryKey());
        made.entry(3).put("item_count", 7);
        bucket.put(made);

        InspectedBackup backup = inspectBackup.inspect(DATE, null, false);

        assertThat(backup.tables())
                .extracting(InspectedTable::check)
                .containsExactly(Check.BAD, Check.BAD, Check.BAD, Check.BAD, Check.GOOD);
        assertThat(backup.tables().get(0).fault()).contains(users.filesKey(), "checksum");
        assertThat(backup.tables().get(1).fault()).contains("counts 2 items");
        assertThat(backup.tables().get(2).fault())
                .contains("The export of codes on 2025-07-22 is gone from the bucket");
        assertThat(backup.tables().get(3).fault())
                .isEqualTo(
                        "The backup's manifest counts 7 items of keys, the export's own manifest 1. One of them was altered; choose another backup_date.");
        assertThat(EncodeInspection.encode(backup).statusCode()).isEqualTo(Answer.PARTLY);
    }

    @Test
    void whatVerificationsFoundInThisBackupIsThere() {
        bucket.backUp("2025-07-22", "users", "orders");
        bucket.store.put("native-exports/_state/verifications/users.json", """
                {"version":1,"table_name":"users","verifications":{
                "quick":{"backup_date":"2025-07-22","verified_at":"2025-07-22T03:00:00Z","verdict":"GOOD","files":1,"items":1,"bytes":0,"problems":[]},
                "deep":{"backup_date":"2025-07-20","verified_at":"2025-07-20T03:00:00Z","verdict":"BAD","files":1,"items":1,"bytes":9,"problems":["x"]}}}
                """);

        InspectedBackup backup = inspectBackup.inspect(DATE, null, false);

        assertThat(backup.verifications("users")).containsOnlyKeys(Depth.QUICK);
        assertThat(backup.verifications("orders")).isEmpty();
        assertThat(EncodeInspection.encode(backup).toJson())
                .contains(
                        "\"verifications\":{\"quick\":{\"verdict\":\"GOOD\",\"verified_at\":\"2025-07-22T03:00:00Z\"}}");
    }

    @Test
    void whatFailedOrRunsHasNothingToCheck() {
        bucket.backUp("2025-07-22", "!users", "~orders");

        InspectedBackup backup = inspectBackup.inspect(DATE, null, false);

        assertThat(backup.tables()).extracting(InspectedTable::check).containsOnly(Check.NONE);
        assertThat(backup.tables().get(0).export().failureMessage()).isEqualTo("the export was cancelled by DynamoDB");
        assertThat(backup.endedAt()).isEmpty();
        assertThat(EncodeInspection.encode(backup).statusCode()).isEqualTo(Answer.NOTHING);
    }

    @Test
    void aCopiedBackupIsShownWhereItLies() {
        MakeBackup elsewhere = new MakeBackup("old-bucket", "old-prefix", "2025-07-22", "production");
        elsewhere.table("users", List.of(List.of("{\"a\":1}")));
        elsewhere
                .objects()
                .forEach((key, content) -> bucket.store.put(key.replace("old-prefix/", "native-exports/"), content));

        InspectedTable table = inspectBackup.inspect(DATE, null, true).tables().get(0);

        assertThat(table.check()).isEqualTo(Check.GOOD);
        assertThat(table.moved()).isTrue();
        assertThat(table.folder()).startsWith("native-exports/2025-07-22/users/AWSDynamoDB/");
        assertThat(table.files().get(0).key()).startsWith(String.valueOf(table.folder()));
    }

    @Test
    void latestIsTheNewestThatCanBeRestoredAndWhatItPassesOverIsNamed() {
        bucket.backUp("2025-07-20", "users", "orders");
        bucket.backUp("2025-07-21", "!users", "orders");
        bucket.backUp("2025-07-22", "!users", "!orders");

        assertThat(inspectBackup.inspect(null, null, false).backup().date()).isEqualTo(date("2025-07-21"));
        assertThat(inspectBackup.inspect(null, null, false).passedOver())
                .extracting(CatalogedBackup::date)
                .containsExactly(date("2025-07-22"));
        InspectedBackup ofUsers = inspectBackup.inspect(null, "users", false);
        assertThat(ofUsers.backup().date()).isEqualTo(date("2025-07-20"));
        assertThat(ofUsers.tables()).hasSize(1);
        assertThat(ofUsers.passedOver()).hasSize(2);
    }

    @Test
    void whereNothingCanBeRestoredLatestIsTheNewest() {
        bucket.backUp("2025-07-21", "!users");
        bucket.backUp("2025-07-22", "!users");

        InspectedBackup backup = inspectBackup.inspect(null, null, false);

        assertThat(backup.backup().date()).isEqualTo(DATE);
        assertThat(backup.passedOver()).isEmpty();
    }

    @Test
    void anUnknownDateTableOrManifestIsAnErrorThatNamesIt() {
        assertFails(
                ErrorCode.NO_BACKUP,
                DATE,
                null,
                "There is no backup of 2025-07-22 under " + InMemoryBackups.ROOT
                        + ". Check BACKUP_BUCKET and S3_EXPORTS_PREFIX.");
        assertFails(
                ErrorCode.NO_BACKUP,
                null,
                null,
                "There is no backup under " + InMemoryBackups.ROOT + ". Check BACKUP_BUCKET and S3_EXPORTS_PREFIX.");
        bucket.backUp("2025-07-20", "users");
        bucket.backUp("2025-07-21", "users", "orders");
        assertFails(
                ErrorCode.NO_BACKUP,
                DATE,
                null,
                "There is no backup of 2025-07-22 under " + InMemoryBackups.ROOT
                        + ". The newest dates there are 2025-07-21, 2025-07-20; 'ddbvault list' shows all.");
        assertFails(
                ErrorCode.NOT_IN_BACKUP,
                date("2025-07-21"),
                "user",
                "The backup of 2025-07-21 does not name a table user. It names users, orders.");
        bucket.deleteManifest("2025-07-20");
        assertFails(
                ErrorCode.MANIFEST_UNREADABLE,
                date("2025-07-20"),
                null,
                InMemoryBackups.ROOT
                        + "2025-07-20/manifest.json does not exist; unless a backup of that date is starting, it can be restored from an earlier version of that object only.");
    }

    @Test
    void deniedIsAnErrorAndNoBadCheck() {
        bucket.backUp("2025-07-22", "users");
        String summary = bucket.keys("2025-07-22").stream()
                .filter(key -> key.endsWith("manifest-summary.json"))
                .findFirst()
                .orElseThrow();
        DdbvaultException denied = new DdbvaultException(ErrorCode.ACCESS_DENIED, "denied");
        bucket.store.faults().on(Call.READ, summary).throwing(denied);

        assertThatThrownBy(() -> inspectBackup.inspect(DATE, null, false)).isEqualTo(denied);
    }

    private void assertFails(ErrorCode code, @Nullable LocalDate date, @Nullable String table, String message) {
        assertThatThrownBy(() -> inspectBackup.inspect(date, table, false))
                .isInstanceOfSatisfying(
                        DdbvaultException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessage(message);
    }

    private static LocalDate date(String text) {
        return LocalDate.parse(text);
    }
}
