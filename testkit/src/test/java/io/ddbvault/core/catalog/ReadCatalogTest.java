package io.ddbvault.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.MakeBackup.Export;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which backups there are, by the bucket alone. */
class ReadCatalogTest {
    private static final List<List<String>> FILES = List.of(List.of("{\"Item\":{\"id\":{\"S\":\"a\"}}}"));
    private static final LocalDate DATE = LocalDate.parse("2025-07-22");

    private final DdbvaultException denied = new DdbvaultException(ErrorCode.ACCESS_DENIED, "denied");
    private final InMemoryBackupStore store = new InMemoryBackupStore("my-backup-bucket");
    private final BackupLayout layout = new BackupLayout("native-exports");
    private final ReadCatalog readCatalog = new ReadCatalog(store, layout);

    @Test
    void everyDateIsReadNewestFirstAndWhatIsNoDateIsNone() {
        backUp("2025-07-19");
        backUp("2025-07-22");
        backUp("2024-12-31");
        store.put("native-exports/_state/restores/x/checkpoint.json", "{}");
        store.put("native-exports/2025-02-30/manifest.json", "{}");
        store.put("native-exports/2025-07-20", "an object, no folder");
        store.put("other/2025-07-21/manifest.json", "{}");

        List<CatalogedBackup> backups = readCatalog.read(null);

        assertThat(backups)
                .extracting(backup -> backup.date().toString())
                .containsExactly("2025-07-22", "2025-07-19", "2024-12-31");
        assertThat(backups).extracting(CatalogedBackup::state).containsOnly(BackupState.GOOD);
        assertThat(backups.get(1).exports())
                .extracting(TableExport::tableName, TableExport::itemCount)
                .containsExactly(tuple("users", 1L));
    }

    @Test
    void thousandsOfDatesAreRead() {
        LocalDate first = LocalDate.parse("2015-01-01");
        IntStream.range(0, 3_000).forEach(day -> putManifest(first.plusDays(day)));

        List<CatalogedBackup> backups = readCatalog.read(null);

        assertThat(backups).hasSize(3_000);
        assertThat(backups)
                .extracting(CatalogedBackup::date)
                .containsExactlyElementsOf(IntStream.range(0, 3_000)
                        .mapToObj(day -> first.plusDays(2_999 - day))
                        .toList());
    }

    @Test
    void datesBeforeTheFirstWantedAreNotEvenRead() {
        backUp("2025-07-19");
        backUp("2025-07-22");
        store.faults().on(Call.READ, "native-exports/2025-07-19/manifest.json").throwing(denied);

        assertThat(readCatalog.read(LocalDate.parse("2025-07-20")))
                .extracting(CatalogedBackup::date)
                .containsExactly(DATE);
    }

    @Test
    void aMissingAndADamagedManifestAreNamedAndHideNoOther() {
        backUp("2025-07-20");
        backUp("2025-07-21");
        backUp("2025-07-22");
        store.put("native-exports/2025-07-20/manifest.json", "{\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\"");
        store.delete("native-exports/2025-07-21/manifest.json");

        List<CatalogedBackup> backups = readCatalog.read(null);

        assertThat(backups)
                .extracting(CatalogedBackup::state)
                .containsExactly(BackupState.GOOD, BackupState.UNREADABLE, BackupState.UNREADABLE);
        assertThat(backups.get(1).problem())
                .isEqualTo(
                        "s3://my-backup-bucket/native-exports/2025-07-21/manifest.json does not exist; unless a backup of that date is starting, it can be restored from an earlier version of that object only.");
        assertThat(backups.get(2).problem())
                .startsWith(
                        "s3://my-backup-bucket/native-exports/2025-07-20/manifest.json is not a backup manifest: it is not a JSON object.");
    }

    @Test
    void aDateThatAPruneLeftHalfDeletedIsNamedAsSuch() {
        backUp("2025-07-21");
        store.delete("native-exports/2025-07-21/manifest.json");
        PruneNote note = PruneNote.begun(LocalDate.parse("2025-07-21"), Instant.parse("2025-09-01T10:00:00Z"));
        store.put("native-exports/_state/prunes/2025-07-21/prune.json", note.toJson());

        assertThat(readCatalog.read(null).get(0).problem())
                .isEqualTo(
                        "s3://my-backup-bucket/native-exports/2025-07-21/manifest.json is deleted: a prune that began at 2025-09-01T10:00:00Z has not come to its end; the next one finishes it.");

        // Ended: what lies there now came afterwards, and no prune may take it for its own.
        store.put(
                "native-exports/_state/prunes/2025-07-21/prune.json",
                note.ended(Instant.parse("2025-09-01T10:05:00Z"), 9, 1_234).toJson());
        assertThat(readCatalog.read(null).get(0).problem()).contains("does not exist");
    }

    @Test
    void deniedIsAnErrorAndNeverAbsence() {
        backUp("2025-07-21");
        backUp("2025-07-22");
        store.faults().on(Call.READ, "native-exports/2025-07-21/manifest.json").throwing(denied);

        assertThatThrownBy(() -> readCatalog.read(null)).isEqualTo(denied);

        store.faults().on(Call.FOLDERS, "native-exports/").throwing(denied);
        assertThatThrownBy(() -> readCatalog.read(null)).isEqualTo(denied);
    }

    @Test
    void anExportThatEndedUnnoticedIsCompletedWithItsOwnCounts() {
        MakeBackup backup = new MakeBackup("my-backup-bucket", "native-exports", "2025-07-22", "production");
        Export users = backup.table("users", FILES);
        backup.table("orders", FILES);
        for (int table = 0; table < 2; table++) {
            backup.entry(table).put("status", "IN_PROGRESS");
            backup.entry(table).put("item_count", 0);
            backup.entry(table).put("billing_size_bytes", 0);
            backup.entry(table).remove("end_time");
        }
        put(backup);
        store.keys().stream()
                .filter(key -> key.contains("/orders/") && key.endsWith("manifest-summary.json"))
                .forEach(store::delete);

        CatalogedBackup read = readCatalog.find(DATE).orElseThrow();

        assertThat(read.state()).isEqualTo(BackupState.RUNNING);
        assertThat(read.holds("users")).isTrue();
        assertThat(read.export("users").orElseThrow().itemCount()).isEqualTo(1);
        assertThat(read.export("users").orElseThrow().billingSizeBytes()).isEqualTo(100);
        assertThat(read.export("users").orElseThrow().exportManifest()).isEqualTo(users.summaryKey());
        assertThat(read.holds("orders")).isFalse();
        assertThat(read.only("users").state()).isEqualTo(BackupState.GOOD);
    }

    @Test
    void anExportWhoseOwnManifestIsHalfWrittenStillRuns() {
        MakeBackup backup = new MakeBackup("my-backup-bucket", "native-exports", "2025-07-22", "production");
        Export users = backup.table("users", FILES);
        backup.entry(0).put("status", "IN_PROGRESS");
        users.replace(users.summaryKey(), new byte[] {'{'});
        put(backup);

        assertThat(readCatalog.find(DATE).orElseThrow().state()).isEqualTo(BackupState.RUNNING);
    }

    @Test
    void oneDateIsReadByItselfAndADateWithoutAnyObjectIsNone() {
        backUp("2025-07-22");
        store.put("native-exports/2025-07-21/users/AWSDynamoDB/x/_started", "");

        assertThat(readCatalog.find(DATE).orElseThrow().state()).isEqualTo(BackupState.GOOD);
        assertThat(readCatalog.find(LocalDate.parse("2025-07-21")).orElseThrow().state())
                .isEqualTo(BackupState.UNREADABLE);
        assertThat(readCatalog.find(LocalDate.parse("2025-07-20"))).isEmpty();
    }

    @Test
    void anEmptyBucketHasNoBackup() {
        assertThat(readCatalog.read(null)).isEmpty();
    }

    private void backUp(String date) {
        MakeBackup backup = new MakeBackup("my-backup-bucket", "native-exports", date, "production");
        backup.table("users", FILES);
        put(backup);
    }

    private void putManifest(LocalDate date) {
        put(new MakeBackup("my-backup-bucket", "native-exports", date.toString(), "production"));
    }

    private void put(MakeBackup backup) {
        backup.objects().forEach(store::put);
    }
}
