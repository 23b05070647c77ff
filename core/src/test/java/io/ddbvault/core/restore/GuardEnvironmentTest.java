package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupManifest;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardEnvironmentTest {
    private static final String CHECK = "Check BACKUP_BUCKET, S3_EXPORTS_PREFIX, ENVIRONMENT and the tables' names; "
            + "if this restore is meant, set allow_environment_mismatch.";

    private final GuardEnvironment guard = guard("app_{environment}_{type}");

    @Test
    void tablesOfThisEnvironmentPassInSilence() {
        assertThat(guard.check(
                        manifest("production"), tables("app_production_users", "app_production_users-copy"), false))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "app_staging_users, app_production_users, app_staging_users is",
        "app_production_users, app_staging_users, app_staging_users is",
        "app_test_users, app_staging_users, 'app_test_users, app_staging_users are'"
    })
    void aNameOfAnotherEnvironmentIsRefusedOnEitherSide(String source, String target, String named) {
        assertThatThrownBy(() -> guard.check(manifest("production"), tables(source, target), false))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ENVIRONMENT_MISMATCH))
                .hasMessage("The naming guard refuses this: by TABLE_NAME_PATTERN app_{environment}_{type}, " + named
                        + " of another environment; ENVIRONMENT is production. Nothing was touched. " + CHECK);
    }

    @Test
    void aManifestOfAnotherEnvironmentIsRefusedThoughTheNamesAreRight() {
        assertThatThrownBy(() ->
                        guard.check(manifest("staging"), tables("app_production_users", "app_production_users"), false))
                .hasMessage("The naming guard refuses this: the backup of 2025-07-20 is of the environment staging; "
                        + "ENVIRONMENT is production. Nothing was touched. " + CHECK);
    }

    @Test
    void aManifestOfAnotherEnvironmentIsRefusedThoughNoNamesAreChecked() {
        assertThatThrownBy(() -> guard("").check(manifest("staging"), tables("users", "users"), false))
                .hasMessageContaining("of the environment staging; ENVIRONMENT is production");
    }

    @Test
    void liftedItSaysInOneWarningAllThatItWouldHaveRefused() {
        assertThat(guard.check(manifest("staging"), tables("app_staging_users", "app_production_users"), true))
                .containsExactly(
                        "allow_environment_mismatch lifted the naming guard: the backup of 2025-07-20 is of the environment staging; by TABLE_NAME_PATTERN app_{environment}_{type}, app_staging_users is of another environment; ENVIRONMENT is production.");
    }

    @Test
    void liftedWhereNothingIsRefusedItSaysNothing() {
        assertThat(guard.check(manifest("production"), tables("app_production_users", "app_production_users"), true))
                .isEmpty();
    }

    @Test
    void namesThatTellNothingAreOneWarningForAllAndEachNameOnce() {
        List<ResolvedTable> tables = List.of(
                new ResolvedTable("users", "users", null),
                new ResolvedTable("codes", "codes-copy", null),
                new ResolvedTable("app_production_keys", "app_production_keys", null));

        assertThat(guard.check(manifest("production"), tables, false))
                .containsExactly(
                        "The environment of users, codes, codes-copy cannot be told from the name: TABLE_NAME_PATTERN is app_{environment}_{type}.");
    }

    private static GuardEnvironment guard(String pattern) {
        return new GuardEnvironment(Settings.forRestore(
                Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "TABLE_NAME_PATTERN", pattern)));
    }

    private static List<ResolvedTable> tables(String source, String target) {
        return List.of(new ResolvedTable(source, target, null));
    }

    private static BackupManifest manifest(String environment) {
        return new BackupManifest(
                LocalDate.of(2025, 7, 20), environment, "2025-07-20T02:00:00Z", "backups", List.of(), List.of());
    }
}
