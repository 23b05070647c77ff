package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryExistingItems;
import io.ddbvault.testkit.InMemoryItemWriter;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores into other tables than the backed up ones, and restores of all or nothing. */
class RestoreElsewhereTest {
    private static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));
    private static final KeySchema OTHER = new KeySchema(List.of(new KeyAttribute("other", "S")));
    private static final String LIVE = "{\"id\":{\"S\":\"live\"}}";
    private static final String OF_ORDERS = "{\"id\":{\"S\":\"of orders\"}}";
    private static final String OF_USERS = "{\"id\":{\"S\":\"of users\"}}";

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final InMemoryTables tables = new InMemoryTables();
    private final InMemoryItemWriter writer = new InMemoryItemWriter(tables);
    private final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");
    private final MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
    private Map<String, String> variables = Map.of();

    @BeforeEach
    void twoTablesAndTheirBackupAndATableBeside() {
        for (String table : List.of("orders", "users", "copy")) {
            tables.create(table, ID);
            tables.put(table, LIVE);
        }
        backup.table("orders", List.of(List.of("{\"Item\":" + OF_ORDERS + "}")));
        backup.table("users", List.of(List.of("{\"Item\":" + OF_USERS + "}")));
        backup.objects().forEach(store::put);
    }

    @Test
    void theTargetIsClearedAndWrittenAndTheBackedUpTableIsNotTouched() {
        RestoreReport report = restore(of("orders").targetTables(Map.of("orders", "copy")));

        assertThat(report.results())
                .containsExactly(new TableResult(
                        "orders",
                        "copy",
                        TableStatus.COMPLETED,
                        String.valueOf(backup.entry(0).get("export_arn")),
                        1,
                        1,
                        1,
                        0,
                        1,
                        null,
                        List.of(),
                        null,
                        null));
        assertThat(tables.texts("copy")).containsExactly(OF_ORDERS);
        assertThat(tables.texts("orders")).containsExactly(LIVE);
        assertThat(tables.texts("users")).containsExactly(LIVE);
    }

    @Test
    void withoutNamedTablesTheOthersAreRestoredInTheirPlace() {
        RestoreReport report = restore(all().targetTables(Map.of("orders", "copy")));

        assertThat(report.results()).extracting(TableResult::table).containsExactly("orders", "users");
        assertThat(report.results()).extracting(TableResult::target).containsExactly("copy", "users");
        assertThat(tables.texts("copy")).containsExactly(OF_ORDERS);
        assertThat(tables.texts("orders")).containsExactly(LIVE);
        assertThat(tables.texts("users")).containsExactly(OF_USERS);
    }

    @Test
    void twoTablesMayChangePlaces() {
        restore(all().targetTables(Map.of("orders", "users", "users", "orders")));

        assertThat(tables.texts("users")).containsExactly(OF_ORDERS);
        assertThat(tables.texts("orders")).containsExactly(OF_USERS);
        assertThat(tables.texts("copy")).containsExactly(LIVE);
    }

    @Test
    void aTargetForATableThatTheBackupDoesNotHoldStopsAllBeforeAnyIsWritten() {
        refused(
                all().targetTables(Map.of("order", "copy")),
                ErrorCode.INVALID_REQUEST,
                "order has a target, but is none of the tables to restore. Nothing was touched.");
    }

    @Test
    void aTargetThatTheBackupHoldsTooIsRefusedWhereBothWouldBeRestored() {
        refused(
                all().targetTables(Map.of("orders", "users")),
                ErrorCode.INVALID_REQUEST,
                "both orders and users would be written to users; a table takes one backed up table. Nothing was touched.");
    }

    @Test
    void ofTheAllowListTheTargetCounts() {
        variables = Map.of("DYNAMODB_TABLES", "[\"copy\"]");

        assertThat(restore(of("orders").targetTables(Map.of("orders", "copy")))
                        .results()
                        .get(0)
                        .status())
                .isEqualTo(TableStatus.COMPLETED);
        assertThat(tables.texts("copy")).containsExactly(OF_ORDERS);
    }

    @Test
    void aTargetThatTheAllowListDoesNotNameIsRefusedThoughTheSourceIsNamed() {
        variables = Map.of("DYNAMODB_TABLES", "[\"orders\",\"users\"]");

        refused(
                all().targetTables(Map.of("orders", "copy")),
                ErrorCode.TABLE_NOT_ALLOWED,
                "copy may not be written: DYNAMODB_TABLES allows orders, users. Add it there, or name another table.");
        refused(
                of("orders").targetTables(Map.of("orders", "copy")),
                ErrorCode.TABLE_NOT_ALLOWED,
                "copy may not be written: DYNAMODB_TABLES allows orders, users. Add it there, or name another table.");
    }

    @Test
    void withoutNamedTablesThoseWhoseTargetMayNotBeWrittenAreLeftOut() {
        variables = Map.of("DYNAMODB_TABLES", "[\"copy\"]");

        RestoreReport report = restore(all().targetTables(Map.of("orders", "copy")));

        assertThat(report.results()).extracting(TableResult::table).containsExactly("orders");
        assertThat(report.warnings()).containsExactly("Left out because DYNAMODB_TABLES does not name them: users");
        assertThat(tables.texts("users")).containsExactly(LIVE);
    }

    @Test
    void aTargetThatDoesNotExistIsFailedAndNamedAndTheOthersAreRestored() {
        RestoreReport report = restore(all().targetTables(Map.of("orders", "nowhere")));

        assertThat(report.results())
                .extracting(TableResult::status)
                .containsExactly(TableStatus.FAILED, TableStatus.COMPLETED);
        assertThat(report.results().get(0).target()).isEqualTo("nowhere");
        assertThat(report.results().get(0).error()).startsWith("The table nowhere does not exist");
        assertThat(tables.texts("orders")).containsExactly(LIVE);
    }

    @Test
    void aTargetThatIsNotActiveIsNotTouched() {
        tables.setStatus("copy", "CREATING");

        TableResult result = restore(of("orders").targetTables(Map.of("orders", "copy")))
                .results()
                .get(0);

        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.error()).startsWith("The table copy is CREATING, not ACTIVE.");
        assertThat(tables.texts("copy")).containsExactly(LIVE);
    }

    @Test
    void theBackupsKeyIsComparedWithTheTargets() {
        tables.create("other-key", OTHER);
        tables.put("other-key", "{\"other\":{\"S\":\"live\"}}");
        backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        backup.objects().forEach(store::put);

        for (String source : List.of("orders", "users")) {
            TableResult result = restore(of(source).targetTables(Map.of(source, "other-key")))
                    .results()
                    .get(0);

            assertThat(result.status()).isEqualTo(TableStatus.FAILED);
            assertThat(result.error())
                    .startsWith("The backup does not fit the table other-key: the table's primary key is other (S)");
        }
        assertThat(tables.texts("other-key")).containsExactly("{\"other\":{\"S\":\"live\"}}");
    }

    @Test
    void aTargetOfAnotherEnvironmentIsRefusedBeforeItIsEvenLookedAt() {
        variables = Map.of("TABLE_NAME_PATTERN", "app_{environment}_{type}");

        assertThatThrownBy(() -> restore(of("orders").targetTables(Map.of("orders", "app_staging_orders"))))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ENVIRONMENT_MISMATCH))
                .hasMessageContaining("app_staging_orders is of another environment");
        assertThat(writer.calls()).isZero();
    }

    @Test
    void theLiftedGuardRestoresAndSaysWhatWasLifted() {
        backup.manifest().put("environment", "staging");
        backup.objects().forEach(store::put);

        assertThatThrownBy(() -> restore(of("orders"))).hasMessageContaining("is of the environment staging");
        RestoreReport report = restore(of("orders").allowEnvironmentMismatch(true));

        assertThat(report.warnings())
                .containsExactly(
                        "allow_environment_mismatch lifted the naming guard: the backup of 2025-07-20 is of the environment staging; ENVIRONMENT is production.");
        assertThat(tables.texts("orders")).containsExactly(OF_ORDERS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allOrNothingLeavesEveryTableAloneIfOneFailsValidation(boolean dryRun) {
        tables.delete("users");

        RestoreReport report = restore(request(null, dryRun).toBuilder().allOrNothing(true));

        assertThat(report.results())
                .extracting(TableResult::status)
                .containsExactly(TableStatus.SKIPPED, dryRun ? TableStatus.ERROR : TableStatus.FAILED);
        assertThat(report.results().get(0).error())
                .isEqualTo("Left alone: all_or_nothing was asked for, and users did not pass validation.");
        assertThat(report.results().get(1).error()).startsWith("The table users does not exist");
        assertThat(EncodeReport.encode(report).statusCode()).isEqualTo(500);
        assertThat(tables.texts("orders")).containsExactly(LIVE);
        assertThat(writer.calls()).isZero();
    }

    @Test
    void allOrNothingRestoresAllWhereNoneFails() {
        RestoreReport report = restore(all().allOrNothing(true));

        assertThat(EncodeReport.encode(report).statusCode()).isEqualTo(200);
        assertThat(tables.texts("orders")).containsExactly(OF_ORDERS);
        assertThat(tables.texts("users")).containsExactly(OF_USERS);
    }

    @Test
    void allOrNothingCountsATableThatTheBackupDoesNotHold() {
        RestoreReport report = restore(of("orders", "copy").allOrNothing(true));

        assertThat(report.results())
                .extracting(TableResult::status)
                .containsExactly(TableStatus.SKIPPED, TableStatus.FAILED);
        assertThat(tables.texts("orders")).containsExactly(LIVE);
    }

    private void refused(RestoreRequest.Builder request, ErrorCode code, String message) {
        assertThatThrownBy(() -> restore(request))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(message);
        for (String table : List.of("orders", "users", "copy")) {
            assertThat(tables.texts(table)).containsExactly(LIVE);
        }
    }

    private static RestoreRequest.Builder all() {
        return request(null, false).toBuilder();
    }

    private static RestoreRequest.Builder of(String... tables) {
        return request(List.of(tables), false).toBuilder();
    }

    private static RestoreRequest request(@Nullable List<String> tables, boolean dryRun) {
        return new RestoreRequest(null, tables, dryRun, true, 2);
    }

    private RestoreReport restore(RestoreRequest.Builder request) {
        Map<String, String> all = new HashMap<>(
                Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "TABLE_NAME_PATTERN", ""));
        all.putAll(variables);
        return new Restore(
                        Settings.forRestore(all),
                        store,
                        tables,
                        writer,
                        new InMemoryExistingItems(tables),
                        clock,
                        clock,
                        "a test",
                        ProgressListener.NONE)
                .run(request.build(), "20250722T030000Z-00000001", Stop.onRequest(clock));
    }
}
