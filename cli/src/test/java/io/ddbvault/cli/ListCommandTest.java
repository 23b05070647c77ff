package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import io.ddbvault.testkit.MakeBackup;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code list} and {@code show} print beyond the examples of docs/cli.md. */
class ListCommandTest {
    private static final String ROOT = "s3://backups/native-exports/";

    private final InMemoryBackupStore store = new InMemoryBackupStore();
    private final RunCli cli = RunCli.configured();

    @BeforeEach
    void useTheBucket() {
        cli.store = store;
        cli.clock = InstantSource.fixed(Instant.parse("2025-07-22T08:00:00Z"));
    }

    @Test
    void whatIsMissingDamagedFailedOrRunningStandsInItsPlace() {
        backUp("2025-07-01", "users", "orders");
        backUp("2025-07-14", "!users");
        backUp("2025-07-15", "~users");
        store.put("native-exports/2025-07-16/users/AWSDynamoDB/x/_started", "");

        assertThat(cli.run("list")).isEqualTo(2);

        assertThat(cli.out().lines())
                .containsExactly(
                        "DATE        STATE    TABLES  ITEMS   SIZE      AGE",
                        "2025-07-21  MISSING  no backup on 5 days, from 2025-07-17 on",
                        "2025-07-16  UNREADABLE",
                        "      " + ROOT
                                + "2025-07-16/manifest.json does not exist; unless a backup of that date is starting, it can be restored from an earlier version of that object only.",
                        "2025-07-15  RUNNING     0/1      0    0 B   7 days",
                        "2025-07-14  FAILED      0/1      0    0 B   8 days",
                        "2025-07-13  MISSING  no backup on 12 days, from 2025-07-02 on",
                        "2025-07-01  GOOD        2/2      2  200 B  21 days",
                        "4 backups: 1 GOOD, 1 FAILED, 1 RUNNING, 1 UNREADABLE; 17 days are missing.",
                        "orders: the newest good backup is of 2025-07-01.",
                        "users: the newest good backup is of 2025-07-01.");
    }

    @Test
    void nothingGoodEndsWithOne() {
        backUp("2025-07-22", "!users");

        assertThat(cli.run("list")).isEqualTo(1);
        assertThat(cli.out()).endsWith("users: none of these backups is good.%n".formatted());
        assertThat(cli.run("show")).isEqualTo(1);
        assertThat(cli.out()).contains("  FAILED  users", "      the export was cancelled", "1 table, 0 good; 0 items");
    }

    @Test
    void jsonSaysTheSame() {
        backUp("2025-07-18", "users");
        backUp("2025-07-21", "users");
        backUp("2025-07-22", "!users");
        store.put("native-exports/2025-07-21/manifest.json", "[]");

        assertThat(cli.run("list", "--json")).isEqualTo(2);

        assertThat(cli.out())
                .isEqualTo(("{\"statusCode\":207,\"body\":{\"backups\":["
                                + "{\"backup_date\":\"2025-07-22\",\"state\":\"FAILED\",\"environment\":\"production\",\"total_tables\":1,\"good_tables\":0,\"total_items\":0,\"total_size_bytes\":0,\"age_seconds\":28800,\"tables\":[{\"table_name\":\"users\",\"status\":\"FAILED\",\"item_count\":1,\"size_bytes\":100}]},"
                                + "{\"backup_date\":\"2025-07-21\",\"state\":\"UNREADABLE\",\"problem\":\"" + ROOT
                                + "2025-07-21/manifest.json is not a backup manifest: it is not a JSON object. Restore an earlier version of that object, or choose another backup_date.\",\"tables\":[]},"
                                + "{\"backup_date\":\"2025-07-18\",\"state\":\"GOOD\",\"environment\":\"production\",\"total_tables\":1,\"good_tables\":1,\"total_items\":1,\"total_size_bytes\":100,\"age_seconds\":367196,\"tables\":[{\"table_name\":\"users\",\"status\":\"COMPLETED\",\"item_count\":1,\"size_bytes\":100}]}],"
                                + "\"gaps\":[{\"from\":\"2025-07-19\",\"to\":\"2025-07-20\",\"days\":2}],"
                                + "\"newest_good\":[{\"table_name\":\"users\",\"backup_date\":\"2025-07-18\"}]}}%n")
                        .formatted());
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void newerBackupsThatAreNoUseAreNamedWhereLatestPassesThemOver() {
        backUp("2025-07-20", "users");
        backUp("2025-07-21", "!users");
        backUp("2025-07-22", "~users");

        assertThat(cli.run("show", "latest")).isZero();

        assertThat(cli.out().lines())
                .startsWith("Backup of 2025-07-20, production: GOOD")
                .endsWith(
                        "1 table, all good; 1 item, 100 B.",
                        "The newer backup of 2025-07-22 is no use, it is RUNNING: see 'ddbvault show 2025-07-22'.",
                        "The newer backup of 2025-07-21 is no use, it is FAILED: see 'ddbvault show 2025-07-21'.");
    }

    @Test
    void aDamagedExportIsToldWithItsReason() {
        MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-22", "production");
        MakeBackup.Export users = backup.table("users", List.of(List.of("{}")));
        backup.objects().forEach(store::put);
        store.put(users.filesKey(), "{}");

        assertThat(cli.run("show")).isEqualTo(1);

        assertThat(cli.out()).contains("      check: BAD. s3://backups/" + users.filesKey(), "1 table, 0 good");
        assertThat(cli.run("show", "--json")).isEqualTo(1);
        assertThat(cli.out()).contains("\"check\":\"BAD\",\"check_error\":\"s3://backups/" + users.filesKey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list --since yesterday|'yesterday' is not a date of the form YYYY-MM-DD, or a number of days such as 30d",
                "list --since 0d|'0d' is not a date of the form YYYY-MM-DD, or a number of days such as 30d",
                "list --since 2025-02-30|'2025-02-30' is not a date of the form YYYY-MM-DD, or a number of days such as 30d",
                "list --table a/b|'a/b' is not a table's name",
                "show 2025-7-22|'2025-7-22' is not 'latest' or a date of the form YYYY-MM-DD",
                "show 2025-07-22 2025-07-21|2025-07-21"
            })
    void wrongUsageIsToldBeforeAnythingIsRead(String commandAndError) {
        String[] parts = commandAndError.split("\\|", 2);

        assertThat(cli.run(parts[0].split(" ", -1))).isEqualTo(64);

        assertThat(cli.err()).contains(parts[1]);
        assertThat(cli.opened()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list --since 2025-07-22|There is no backup since 2025-07-22 under s3://backups/native-exports/; the newest is of 2025-07-21.",
                "list --table orders|None of the 1 backups from 2025-07-21 to 2025-07-21 under s3://backups/native-exports/ names a table orders. They name users.",
                "show 2025-07-20|There is no backup of 2025-07-20 under s3://backups/native-exports/. The newest dates there are 2025-07-21; 'ddbvault list' shows all.",
                "show --table orders|The backup of 2025-07-21 does not name a table orders. It names users."
            })
    void whatIsNotThereIsOneLineWithoutAStackTrace(String commandAndError) {
        String[] parts = commandAndError.split("\\|", 2);
        backUp("2025-07-21", "users");

        assertThat(cli.run(parts[0].split(" ", -1))).isEqualTo(1);

        assertThat(cli.out()).isEmpty();
        assertThat(cli.err().lines()).containsExactly("error: " + parts[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show", "show 2025-07-22"})
    void aBucketThatDeniesIsOneLine(String command) {
        backUp("2025-07-22", "users");
        DdbvaultException denied = new DdbvaultException(ErrorCode.ACCESS_DENIED, "S3 denies s3:GetObject on it.");
        store.faults().on(Call.READ).throwing(denied);

        assertThat(cli.run(command.split(" ", -1))).isEqualTo(1);

        assertThat(cli.err().lines()).containsExactly("error: S3 denies s3:GetObject on it.");
    }

    /** @param tables with {@code !} before one whose export failed and {@code ~} before one that runs */
    private void backUp(String date, String... tables) {
        MakeBackup backup = new MakeBackup("backups", "native-exports", date, "production");
        for (int i = 0; i < tables.length; i++) {
            MakeBackup.Export export =
                    backup.table(tables[i].replaceFirst("^[!~]", ""), List.of(List.of("{\"Item\":{}}")));
            if (tables[i].startsWith("!")) {
                backup.entry(i).put("status", "FAILED");
                backup.entry(i).put("failure_message", "the export was cancelled by DynamoDB");
            } else if (tables[i].startsWith("~")) {
                backup.entry(i).put("status", "IN_PROGRESS");
                export.remove(export.summaryKey());
            }
        }
        backup.objects().forEach(store::put);
    }
}
