package io.ddbvault.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlanBackupTest {
    private static final Instant NOW = Instant.parse("2025-07-22T23:59:59Z");
    private static final LocalDate TODAY = LocalDate.of(2025, 7, 22);
    private static final Settings SETTINGS = Settings.forBackup(
            Map.of("BACKUP_BUCKET", "bucket", "ENVIRONMENT", "prod", "DYNAMODB_TABLES", "[\"users\",\"orders\"]"));

    @Test
    void withoutATriggerTheDateIsTodayAndThereIsNoRunKey() {
        assertThat(plan(BackupRequest.ALL)).isEqualTo(new BackupPlan(TODAY, null, List.of("users", "orders"), false));
    }

    @Test
    void theTriggersTimeGivesDateAndRunKey() {
        BackupRequest late = new BackupRequest(Instant.parse("2025-07-21T23:30:00Z"), "id", null, null);

        assertThat(plan(late))
                .isEqualTo(new BackupPlan(
                        LocalDate.of(2025, 7, 21), "2025-07-21T23:30:00Z", List.of("users", "orders"), false));
    }

    @Test
    void withoutATimeTheTriggersIdIsTheRunKey() {
        assertThat(plan(new BackupRequest(null, "id", null, null)))
                .isEqualTo(new BackupPlan(TODAY, "id", List.of("users", "orders"), false));
    }

    @Test
    void theRequestMayNameSomeOfTheTables() {
        assertThat(plan(tables("orders", "orders")).tables()).containsExactly("orders");
    }

    @Test
    void aTableThatIsNotConfiguredIsRefused() {
        assertInvalid(
                tables("orders", "keys", "logs"),
                "tables names keys, logs, which DYNAMODB_TABLES does not hold; it must be a subset of users, orders.");
        assertInvalid(
                new BackupRequest(null, null, List.of("keys"), TODAY),
                "tables names keys, which DYNAMODB_TABLES does not hold; it must be a subset of users, orders.");
    }

    @Test
    void anEmptyListIsRefused() {
        assertInvalid(
                tables(), "tables is []; name at least one table, or leave the field out for all of DYNAMODB_TABLES.");
    }

    @Test
    void withNoTableConfiguredThereIsNothingToDo() {
        Settings settings = new Settings("bucket", "prod", null, "p", null, null, SETTINGS.namePattern(), false);

        assertThatThrownBy(() -> new PlanBackup(settings).plan(BackupRequest.ALL, NOW))
                .hasMessage("There is no table to back up: name at least one in DYNAMODB_TABLES.");
    }

    @Test
    void aDateToFinishStartsNothing() {
        LocalDate date = LocalDate.of(2025, 7, 1);

        assertThat(plan(new BackupRequest(NOW, "id", null, date)))
                .isEqualTo(new BackupPlan(date, null, List.of(), true));
        assertThat(plan(new BackupRequest(null, null, List.of("users"), date)))
                .isEqualTo(new BackupPlan(date, null, List.of("users"), true));
    }

    @Test
    void aRunWithoutATriggersKeyGetsOneOfItsOwn() {
        Random random = new Random(1);
        BackupPlan plan = plan(BackupRequest.ALL);
        BackupPlan triggered = plan(new BackupRequest(null, "id", null, null));
        BackupPlan finishing = plan(new BackupRequest(null, null, null, TODAY));

        assertThat(plan.withKey(random).runKey())
                .matches("call-[0-9a-f]{32}")
                .isNotEqualTo(plan.withKey(random).runKey());
        assertThat(triggered.withKey(random)).isEqualTo(triggered);
        assertThat(finishing.withKey(random)).isEqualTo(finishing);
    }

    private static BackupRequest tables(String... tables) {
        return new BackupRequest(null, null, List.of(tables), null);
    }

    private static BackupPlan plan(BackupRequest request) {
        return new PlanBackup(SETTINGS).plan(request, NOW);
    }

    private static void assertInvalid(BackupRequest request, String message) {
        assertThatThrownBy(() -> plan(request))
                .isInstanceOfSatisfying(
                        DdbvaultException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessage(message);
    }
}
