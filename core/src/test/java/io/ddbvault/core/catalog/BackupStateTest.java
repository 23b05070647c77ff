package io.ddbvault.core.catalog;

import static io.ddbvault.core.catalog.SampleBackups.backup;
import static io.ddbvault.core.manifest.ExportStatus.COMPLETED;
import static io.ddbvault.core.manifest.ExportStatus.FAILED;
import static io.ddbvault.core.manifest.ExportStatus.IN_PROGRESS;
import static io.ddbvault.core.manifest.SampleExports.export;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class BackupStateTest {
    private static final String DATE = "2025-07-22";

    @Test
    void allTablesMakeItGoodSomeMakeItPartialAndNoneMakesItFailed() {
        assertThat(backup(DATE, export("users", 1, COMPLETED), export("orders", 2, COMPLETED))
                        .state())
                .isEqualTo(BackupState.GOOD);
        assertThat(backup(DATE, export("users", 1, COMPLETED), export("orders", 2, FAILED))
                        .state())
                .isEqualTo(BackupState.PARTIAL);
        assertThat(backup(DATE, export("users", 1, FAILED)).state()).isEqualTo(BackupState.FAILED);
        assertThat(backup(DATE).state()).isEqualTo(BackupState.FAILED);
    }

    @Test
    void anExportThatRunsDecidesWhateverTheOthersDid() {
        assertThat(backup(DATE, export("users", 1, COMPLETED), export("orders", 2, IN_PROGRESS))
                        .state())
                .isEqualTo(BackupState.RUNNING);
        assertThat(backup(DATE, export("users", 1, FAILED), export("orders", 2, IN_PROGRESS))
                        .state())
                .isEqualTo(BackupState.RUNNING);
    }

    @Test
    void withoutAManifestNothingIsKnown() {
        CatalogedBackup backup = CatalogedBackup.unreadable(LocalDate.parse(DATE), "it is gone");

        assertThat(backup.state()).isEqualTo(BackupState.UNREADABLE);
        assertThat(backup.exports()).isEmpty();
        assertThat(backup.only("users")).isSameAs(backup);
    }

    @Test
    void ofSeveralEntriesOfATableTheNewestCompletedOneCounts() {
        CatalogedBackup backup = backup(
                DATE,
                export("users", 1, COMPLETED),
                export("users", 2, COMPLETED),
                export("users", 3, FAILED),
                export("orders", 4, COMPLETED));

        assertThat(backup.exports()).containsExactly(export("users", 2, COMPLETED), export("orders", 4, COMPLETED));
        assertThat(backup.state()).isEqualTo(BackupState.GOOD);
    }

    @Test
    void oneTableOfABackupHasAStateOfItsOwn() {
        CatalogedBackup backup = backup(DATE, export("users", 1, COMPLETED), export("orders", 2, FAILED));

        assertThat(backup.only("users").state()).isEqualTo(BackupState.GOOD);
        assertThat(backup.only("orders").state()).isEqualTo(BackupState.FAILED);
        assertThat(backup.only("users").exports()).containsExactly(export("users", 1, COMPLETED));
        assertThat(backup.holds("users")).isTrue();
        assertThat(backup.holds("orders")).isFalse();
        assertThat(backup.holds("codes")).isFalse();
    }

    @Test
    void aBackupHasAManifestOrAProblem() {
        LocalDate date = LocalDate.parse(DATE);

        assertThatThrownBy(() -> new CatalogedBackup(date, null, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CatalogedBackup(date, backup(DATE).manifest(), "no"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
