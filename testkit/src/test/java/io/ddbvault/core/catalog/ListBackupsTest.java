package io.ddbvault.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.catalog.BackupList.NewestGood;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Answer;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** The first thing that an operator looks at in the morning. */
class ListBackupsTest {
    private final InMemoryBackups bucket = new InMemoryBackups();
    private final ListBackups listBackups = new ListBackups(bucket.store, bucket.layout, bucket.clock);

    @Test
    void allBackupsTheGapsBetweenThemAndTheNewestGoodOneOfEachTable() {
        bucket.backUp("2025-07-18", "users", "orders", "codes");
        bucket.backUp("2025-07-21", "users", "!orders", "!codes");
        bucket.backUp("2025-07-22", "users", "orders", "~codes", "!keys");

        BackupList list = listBackups.list(null, null);

        assertThat(list.backups())
                .extracting(CatalogedBackup::state)
                .containsExactly(BackupState.RUNNING, BackupState.PARTIAL, BackupState.GOOD);
        assertThat(list.gaps()).containsExactly(new Gap(date("2025-07-19"), date("2025-07-20")));
        assertThat(list.newestGood())
                .containsExactly(
                        new NewestGood("codes", date("2025-07-18")),
                        new NewestGood("keys", null),
                        new NewestGood("orders", date("2025-07-22")),
                        new NewestGood("users", date("2025-07-22")));
        assertThat(list.behind()).extracting(NewestGood::table).containsExactly("codes", "keys");
        assertThat(list.backups().get(0).dataTime()).isEqualTo(Instant.parse("2025-07-22T02:00:04Z"));
        assertThat(EncodeCatalog.encode(list).statusCode()).isEqualTo(Answer.PARTLY);
    }

    @Test
    void allGoodAndNothingGoodAreToldApart() {
        bucket.backUp("2025-07-21", "users");
        bucket.backUp("2025-07-22", "users");
        assertThat(EncodeCatalog.encode(listBackups.list(null, null)).statusCode())
                .isEqualTo(Answer.OK);

        bucket.backUp("2025-07-21", "!users");
        assertThat(EncodeCatalog.encode(listBackups.list(null, null)).statusCode())
                .isEqualTo(Answer.PARTLY);

        bucket.deleteManifest("2025-07-22");
        assertThat(EncodeCatalog.encode(listBackups.list(null, null)).statusCode())
                .isEqualTo(Answer.NOTHING);
    }

    @Test
    void aGapReachesUpToYesterday() {
        bucket.backUp("2025-07-19", "users");

        assertThat(listBackups.list(null, null).gaps())
                .containsExactly(new Gap(date("2025-07-20"), date("2025-07-21")));
    }

    @Test
    void aGapThatBeginsBeforeTheFirstDateWantedIsCutThere() {
        bucket.backUp("2025-07-01", "users");
        bucket.backUp("2025-07-15", "users");
        bucket.backUp("2025-07-21", "users");

        BackupList list = listBackups.list(null, date("2025-07-10"));

        assertThat(list.backups())
                .extracting(CatalogedBackup::date)
                .containsExactly(date("2025-07-21"), date("2025-07-15"));
        assertThat(list.gaps())
                .containsExactly(
                        new Gap(date("2025-07-16"), date("2025-07-20")),
                        new Gap(date("2025-07-10"), date("2025-07-14")));
    }

    @Test
    void aPrunedDayIsNoGap() {
        bucket.backUp("2025-07-18", "users");
        bucket.backUp("2025-07-21", "users");
        PruneNote note = PruneNote.begun(date("2025-07-19"), Instant.parse("2025-07-21T12:00:00Z"));
        bucket.store.put(
                "native-exports/_state/prunes/2025-07-19/prune.json",
                note.ended(Instant.parse("2025-07-21T12:00:01Z"), 9, 1_000).toJson());

        assertThat(listBackups.list(null, null).gaps())
                .containsExactly(new Gap(date("2025-07-20"), date("2025-07-20")));
    }

    @Test
    void oneTableHasGapsWhereBackupsDoNotNameItButNoneBeforeItsFirst() {
        bucket.backUp("2025-07-15", "users");
        bucket.backUp("2025-07-18", "users", "orders");
        bucket.backUp("2025-07-19", "users");
        bucket.backUp("2025-07-20", "users", "!orders");
        bucket.backUp("2025-07-21", "users", "orders");
        bucket.backUp("2025-07-22", "users");

        BackupList list = listBackups.list("orders", null);

        assertThat(list.backups())
                .extracting(backup -> backup.date() + " " + backup.state())
                .containsExactly("2025-07-21 GOOD", "2025-07-20 FAILED", "2025-07-18 GOOD");
        assertThat(list.gaps())
                .containsExactly(
                        new Gap(date("2025-07-22"), date("2025-07-22")),
                        new Gap(date("2025-07-19"), date("2025-07-19")));
        assertThat(list.newestGood()).containsExactly(new NewestGood("orders", date("2025-07-21")));
        assertThat(listBackups.list("orders", date("2025-07-19")).gaps()).isEqualTo(list.gaps());
    }

    @Test
    void aBackupThatCannotBeReadMayHoldTheTable() {
        bucket.backUp("2025-07-20", "users");
        bucket.backUp("2025-07-21", "users");
        bucket.deleteManifest("2025-07-21");
        bucket.backUp("2025-07-22", "users");

        BackupList list = listBackups.list("users", null);

        assertThat(list.backups())
                .extracting(CatalogedBackup::state)
                .containsExactly(BackupState.GOOD, BackupState.UNREADABLE, BackupState.GOOD);
        assertThat(list.gaps()).isEmpty();
    }

    @Test
    void anUnknownTableIsNamedWithThoseThatThereAre() {
        bucket.backUp("2025-07-21", "users", "orders");
        bucket.backUp("2025-07-22", "users");

        assertThatThrownBy(() -> listBackups.list("user", null))
                .isInstanceOfSatisfying(
                        DdbvaultException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_IN_BACKUP))
                .hasMessage(
                        "None of the 2 backups from 2025-07-21 to 2025-07-22 under %s names a table user. They name orders, users.",
                        InMemoryBackups.ROOT);
    }

    @Test
    void noBackupIsAnErrorThatSaysWhereItLooked() {
        assertThatThrownBy(() -> listBackups.list(null, null))
                .isInstanceOfSatisfying(
                        DdbvaultException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NO_BACKUP))
                .hasMessage(
                        "There is no backup under %s. Check BACKUP_BUCKET and S3_EXPORTS_PREFIX.",
                        InMemoryBackups.ROOT);

        bucket.backUp("2025-07-18", "users");
        assertThatThrownBy(() -> listBackups.list(null, date("2025-07-20")))
                .hasMessage(
                        "There is no backup since 2025-07-20 under %s; the newest is of 2025-07-18.",
                        InMemoryBackups.ROOT);
    }

    private static LocalDate date(String text) {
        return LocalDate.parse(text);
    }
}
