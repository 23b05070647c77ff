package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ddbvault verify}, as a person and a script see it. */
@Timeout(60)
class VerifyCommandTest {
    private static final String KEY = "exports/2025-07-22/";

    private final RunCli cli = RunCli.configured().with("S3_EXPORTS_PREFIX", "exports");
    private final InMemoryBackupStore store = new InMemoryBackupStore("bucket");
    private final MakeBackup backup = new MakeBackup("bucket", "exports", "2025-07-22", "test");
    private final MakeBackup.Export users =
            backup.table("users", List.of(List.of(line("a"), line("b")), List.of(line("c"))));
    private final MakeBackup.Export codes = backup.table("codes", List.of(List.of(line("d"))));

    private static String line(String id) {
        return "{\"Item\":{\"id\":{\"S\":\"%s\"}}}".formatted(id);
    }

    /** Compressed, in bytes. */
    private static int size(MakeBackup.Export export, int... files) {
        return Arrays.stream(files)
                .map(file -> export.content(export.dataFile(file)).length)
                .sum();
    }

    private int all() {
        return size(users, 0, 1) + size(codes, 0);
    }

    @BeforeEach
    void begin() {
        cli.store = store;
        cli.tables = new InMemoryTables();
        cli.clock = FakeClock.at("2025-07-23T08:00:00Z");
        for (int table = 0; table < 2; table++) {
            backup.entry(table).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        }
    }

    private void stored() {
        backup.objects().forEach(store::put);
    }

    @Test
    void eachTableHasItsLineAndWhatIsWrongStandsBelowIt() {
        users.remove(users.dataFile(1));
        backup.entry(1).put("status", "FAILED");
        backup.entry(1).put("failure_message", "no more room");
        backup.table("keys", List.of());
        stored();

        assertThat(cli.run("verify")).isEqualTo(2);

        assertThat(cli.out().lines())
                .containsExactly(
                        "Backup of 2025-07-22, test",
                        "  BAD            users  3 items in 2 files, %d B".formatted(size(users, 0)),
                        "      The data file s3://bucket/%s is missing, which the export's manifest lists with 1 items. Bring back the object's earlier version if the bucket keeps versions, or restore another date."
                                .formatted(users.dataFile(1)),
                        "  NOT_COMPLETED  codes",
                        "      The export of codes on 2025-07-22 failed (no more room), so there is nothing to restore. Choose another backup_date.",
                        "  GOOD           keys   empty",
                        "3 tables: 1 GOOD, 1 BAD, 1 NOT_COMPLETED.",
                        "No item was read: '--sample 5%' reads some, '--deep' all.");
    }

    @Test
    void aDeepVerificationSaysFirstWhatItTakesAndThenWhatItRead() {
        stored();

        assertThat(cli.run("verify", "2025-07-22", "--deep", "--threads", "1")).isZero();

        assertThat(cli.out().lines())
                .containsExactly(
                        "Backup of 2025-07-22, test",
                        "  GOOD  users  3 items in 2 files, %d B, all read".formatted(size(users, 0, 1)),
                        "  GOOD  codes  1 item in 1 file, %d B, all read".formatted(size(codes, 0)),
                        "2 tables: 2 GOOD.",
                        "Read 3 of 3 files, 4 of 4 items, %d B of %d B.".formatted(all(), all()));
        assertThat(cli.err().lines())
                .contains(
                        "To read: 3 data files, %d B, 4 items. S3 charges less than $0.01 for the GET requests, at its list price of us-east-1; transfer inside the bucket's Region is free."
                                .formatted(all()),
                        "users: reading 3 items",
                        "users: read 3 items in 0.0 s");
    }

    @Test
    void aSampleSaysItsShareAndSeedAndHowMuchWasRead() {
        stored();

        assertThat(cli.run("verify", "--sample", "12.5%", "--seed", "2025-07-22", "--quiet"))
                .isZero();

        assertThat(cli.out().lines())
                .contains("  GOOD  users  3 items in 2 files, %d B; read 1 item in 1 file, %d B"
                        .formatted(size(users, 0, 1), size(users, 1)))
                .endsWith(
                        "Read 2 of 3 files, 2 of 4 items, %d B of %d B: a sample of 12.5%% with the seed 2025-07-22. Keys that occur twice were looked for among these items only."
                                .formatted(size(users, 1) + size(codes, 0), all()));
        assertThat(cli.err()).isEmpty();
        assertThat(store.keys()).contains("exports/_state/verifications/users.json");
    }

    @Test
    void theSeedOfASampleIsTodayAndTomorrowReadsOtherFiles() {
        stored();
        assertThat(cli.run("verify", "--sample", "5%", "--table", "users", "--json"))
                .isZero();
        String today = cli.out();
        RunCli tomorrow = RunCli.configured().with("S3_EXPORTS_PREFIX", "exports");
        tomorrow.store = store;
        tomorrow.tables = new InMemoryTables();
        tomorrow.clock = FakeClock.at("2025-07-24T00:00:00Z");

        assertThat(tomorrow.run("verify", "--sample", "5%", "--table", "users", "--json"))
                .isZero();

        assertThat(today).contains("\"sample_share\":0.05,\"sample_seed\":\"2025-07-23\"");
        assertThat(tomorrow.out()).contains("\"sample_seed\":\"2025-07-24\"");
        assertThat(List.of(read(today), read(tomorrow.out()))).containsExactlyInAnyOrder("1", "2");
    }

    private static String read(String json) {
        return json.replaceAll(".*\"items_read\":(\\d+),\"bytes_read\":\\d+,\"warnings\".*\\R", "$1");
    }

    @Test
    void jsonNamesTheObjectAndTheLine() {
        users.rewriteDataFile(0, MakeBackup.gzip(List.of(line("a"), "no item")));
        stored();

        assertThat(cli.run("verify", "--deep", "--table", "users", "--json")).isEqualTo(1);

        assertThat(cli.out().lines()).hasSize(1);
        assertThat(cli.out())
                .startsWith(
                        "{\"statusCode\":500,\"body\":{\"depth\":\"deep\",\"s3_bucket\":\"bucket\",\"s3_prefix\":\"exports\",")
                .contains("\"tables_total\":1,\"tables_good\":0,\"tables_bad\":1,")
                .contains(
                        "\"problems_total\":1,\"problems\":[{\"object\":\"s3://bucket/%s\",\"line\":2,\"problem\":\"s3://bucket/%s line 2 is no item: "
                                .formatted(users.dataFile(0), users.dataFile(0)));
    }

    @Test
    void ofManyProblemsAHundredAreShown() {
        MakeBackup.Export keys = backup.table("keys", List.of(Collections.nCopies(105, "no item")));
        stored();

        assertThat(cli.run("verify", "--deep", "--table", "keys")).isEqualTo(1);

        assertThat(cli.out().lines())
                .filteredOn(line -> line.contains(keys.dataFile(0)))
                .hasSize(100);
        assertThat(cli.out()).contains("      and 5 problems more.");
    }

    @Test
    void noRecordWritesNothing() {
        stored();
        List<String> before = store.keys();

        assertThat(cli.run("verify", "--no-record")).isZero();

        assertThat(store.keys()).isEqualTo(before);
    }

    @Test
    void withoutTheRightToWriteItWarnsAndTheExitCodeStays() {
        stored();
        store.faults()
                .on(Call.PUT_IF_ABSENT)
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "S3 denies s3:PutObject on it."))
                .times(2);

        assertThat(cli.run("verify")).isZero();

        assertThat(cli.out())
                .contains(
                        "warning: What was found could not be kept for 'ddbvault report'; --no-record does not try. S3 denies s3:PutObject on it.");
    }

    @Test
    void aBucketThatMayNotBeReadIsOneLine() {
        store.faults()
                .on(Call.FOLDERS)
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "S3 denies s3:ListBucket."));

        assertThat(cli.run("verify")).isEqualTo(1);

        assertThat(cli.err()).isEqualTo("error: S3 denies s3:ListBucket.%n".formatted());
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void interruptedItSaysWhatWasNotVerified() {
        stored();
        store.faults()
                .on(Call.OPEN, users.dataFile(0))
                .running(() -> Objects.requireNonNull(cli.stop).request("an interrupt"));

        assertThat(cli.run("verify", "--deep", "--threads", "1")).isEqualTo(1);

        assertThat(cli.out())
                .contains(
                        "Not read to the end: the run was stopped by an interrupt after 1 of 2 files.",
                        "Not read: the run was stopped by an interrupt.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--all 2025-07-22|--all goes without a DATE",
                "--deep --sample 5%|--deep reads everything, so it goes without --sample",
                "--seed 2025-07-22|--seed goes with --sample only",
                "--sample 5|'5' is not a share above 0% and up to 100%, such as 5%",
                "--sample 0%|'0%' is not a share above 0% and up to 100%, such as 5%",
                "--sample 101%|'101%' is not a share above 0% and up to 100%, such as 5%",
                "--threads 0|'0' is not a whole number from 1 to 64",
                "--threads 65|'65' is not a whole number from 1 to 64",
                "2025-02-30|'2025-02-30' is not 'latest' or a date of the form YYYY-MM-DD",
                "--table x|'x' is not a table's name"
            })
    void wrongUsageIsSaidInOneLine(String arguments, String problem) {
        assertThat(cli.run(("verify " + arguments).split(" ", -1))).isEqualTo(64);

        assertThat(cli.err().lines().findFirst().orElseThrow()).endsWith(problem);
        assertThat(cli.opened()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "verify latest", "verify 2025-07-22", "verify --all"})
    void noneLatestADateAndAllAreUnderstood(String line) {
        stored();

        assertThat(cli.run(line.split(" ", -1))).isZero();

        assertThat(cli.out()).startsWith("Backup of 2025-07-22, test");
        assertThat(store.keys()).anyMatch(key -> key.startsWith(KEY));
    }
}
