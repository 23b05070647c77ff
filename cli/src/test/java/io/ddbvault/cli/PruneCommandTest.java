package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupEraser.Keeping;
import io.ddbvault.core.port.BackupEraser.Versions;
import io.ddbvault.testkit.InMemoryBackupEraser;
import io.ddbvault.testkit.InMemoryBackupEraser.Call;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.MakeBackup;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code prune} deletes only what it has shown, and only when told to. */
class PruneCommandTest {
    private static final String NOT_CONFIRMED = "Nothing was touched. --yes answers in advance, for scripts.";

    private final InMemoryBackupStore store = new InMemoryBackupStore();
    private final InMemoryBackupEraser eraser = new InMemoryBackupEraser(store, new BackupLayout("native-exports"));
    private final RunCli cli = RunCli.configured();
    private List<String> before = List.of();

    @BeforeEach
    void threeBackups() {
        cli.store = store;
        cli.eraser = eraser;
        cli.clock = InstantSource.fixed(Instant.parse("2025-07-22T08:00:00Z"));
        for (String date : List.of("2025-07-01", "2025-07-02", "2025-07-21")) {
            MakeBackup backup = new MakeBackup("backups", "native-exports", date, "production");
            backup.table("users", List.of(List.of("{\"Item\":{}}")));
            backup.objects().forEach(store::put);
        }
        before = store.keys();
    }

    @Test
    void withoutConfirmNothingIsChanged() {
        assertThat(cli.answering("2").run("prune", "--keep-last", "1")).isZero();

        assertThat(store.keys()).isEqualTo(before);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out().lines().map(line -> line.replaceAll("\\d+\\.\\d KiB", "SIZE")))
                .containsExactly(
                        "KEPT  2025-07-21  GOOD  last",
                        "GOES  2025-07-02  GOOD  no rule keeps it; 6 objects, SIZE",
                        "GOES  2025-07-01  GOOD  no rule keeps it; 6 objects, SIZE",
                        "1 backup stays; 2 go: 12 objects, SIZE.",
                        "The bucket keeps no versions: what is deleted is gone for good, and its space returns at once.",
                        "Nothing was deleted: this was a dry run. The same with --confirm deletes.");
    }

    @Test
    void aScriptConfirmsByTheOption() {
        assertThat(cli.run("prune", "--keep-last", "1", "--confirm")).isZero();

        assertThat(store.keys()).noneMatch(key -> key.contains("/2025-07-0") && !key.contains("_state"));
        assertThat(store.keys()).contains("native-exports/2025-07-21/manifest.json");
        assertThat(cli.err().lines().map(line -> line.replaceAll("\\d+\\.\\d KiB", "SIZE")))
                .containsExactly("2025-07-01 deleted, 6 objects, SIZE", "2025-07-02 deleted, 6 objects, SIZE");
        assertThat(cli.out().lines().map(line -> line.replaceAll("\\d+\\.\\d KiB", "SIZE")))
                .containsExactly(
                        "KEPT     2025-07-21  GOOD  last",
                        "DELETED  2025-07-02  GOOD  6 objects, SIZE",
                        "DELETED  2025-07-01  GOOD  6 objects, SIZE",
                        "1 backup stays; 2 of 2 deleted: 12 objects, SIZE.",
                        "The bucket keeps no versions: what is deleted is gone for good, and its space returns at once.");
    }

    @Test
    void aPersonIsShownWhatGoesAndTypesHowManyThatAre() {
        assertThat(cli.answering("2").run("prune", "--keep-last", "1", "--confirm"))
                .isZero();

        assertThat(cli.err())
                .contains("GOES  2025-07-01  GOOD  no rule keeps it; 6 objects")
                .contains("Type the number of backups that go, 2, to delete them; anything else leaves all as it is: ");
        assertThat(store.keys()).doesNotContain("native-exports/2025-07-01/manifest.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "yes", "12"})
    void anyOtherAnswerLeavesAllAsItIs(String typed) {
        assertThat(cli.answering(typed).run("prune", "--keep-last", "1", "--confirm"))
                .isEqualTo(1);

        assertThat(store.keys()).isEqualTo(before);
        assertThat(cli.err()).endsWith("error: Not confirmed: '%s' is not 2. %s%n".formatted(typed, NOT_CONFIRMED));
    }

    @Test
    void aPersonWhoDoesNotSeeTheQuestionIsNotAsked() {
        cli.redirected = true;

        assertThat(cli.answering("2").run("prune", "--keep-last", "1", "--confirm"))
                .isEqualTo(1);

        assertThat(store.keys()).isEqualTo(before);
        assertThat(cli.err()).contains("standard error does not go to your terminal");
        assertThat(cli.answering().run("prune", "--keep-last", "1", "--confirm", "--yes"))
                .isZero();
        assertThat(store.keys()).doesNotContain("native-exports/2025-07-01/manifest.json");
    }

    @Test
    void jsonTellsAllOfIt() {
        eraser.keep(new Versions(Keeping.EVERYTHING, 30, true));
        String locked = before.stream()
                .filter(key -> key.contains("/2025-07-02/") && key.endsWith(".json.gz"))
                .findFirst()
                .orElseThrow();
        eraser.refuse(locked, "AccessDenied: no");

        assertThat(cli.run("prune", "--keep-last", "1", "--confirm", "--json")).isEqualTo(2);

        assertThat(cli.err()).isEmpty();
        assertThat(cli.out().replaceAll("bytes\":\\d+", "bytes\":0"))
                .isEqualTo(("{\"statusCode\":207,\"body\":{\"dry_run\":false,"
                                + "\"rules\":{\"keep_last\":1,\"keep_daily\":0,\"keep_weekly\":0,\"keep_monthly\":0,\"keep_yearly\":0},"
                                + "\"backups\":[{\"backup_date\":\"2025-07-21\",\"state\":\"GOOD\",\"fate\":\"KEPT\",\"reasons\":[\"last\"]},"
                                + "{\"backup_date\":\"2025-07-02\",\"state\":\"GOOD\",\"fate\":\"GOES\",\"reasons\":[\"no rule keeps it\"],\"objects\":6,\"bytes\":0,"
                                + "\"outcome\":\"HALF_DELETED\",\"deleted_objects\":5,\"deleted_bytes\":0,\"problem\":\"S3 refused to delete some of its objects\",\"refused_objects\":1,\"first_refused\":[{\"key\":\""
                                + locked + "\",\"reason\":\"AccessDenied: no\"}]},"
                                + "{\"backup_date\":\"2025-07-01\",\"state\":\"GOOD\",\"fate\":\"GOES\",\"reasons\":[\"no rule keeps it\"],\"objects\":6,\"bytes\":0,"
                                + "\"outcome\":\"DELETED\",\"deleted_objects\":6,\"deleted_bytes\":0}],"
                                + "\"total_objects\":11,\"total_bytes\":0,\"versions\":{\"bucket_keeps\":\"EVERYTHING\",\"lifecycle_known\":true,\"noncurrent_days\":30},\"warnings\":[]}}%n")
                        .formatted());
    }

    @Test
    void jsonOfARefusalSaysWhatWouldHaveGone() {
        assertThat(cli.answering("no").run("prune", "--keep-last", "1", "--confirm", "--json"))
                .isEqualTo(1);

        assertThat(cli.out())
                .startsWith("{\"statusCode\":500,\"body\":{\"dry_run\":true,")
                .contains("\"fate\":\"GOES\"", "\"error_code\":\"NOT_CONFIRMED\"");
        assertThat(store.keys()).isEqualTo(before);
    }

    @Test
    void whatS3RefusedIsNamedInTheText() {
        String locked = before.stream()
                .filter(key -> key.contains("/2025-07-02/") && key.endsWith(".json.gz"))
                .findFirst()
                .orElseThrow();
        eraser.refuse(locked, "AccessDenied: Access Denied because object protected by object lock.");

        assertThat(cli.run("prune", "--keep-last", "1", "--confirm")).isEqualTo(2);

        assertThat(cli.out().lines())
                .contains(
                        "HALF DELETED  2025-07-02  GOOD  is half deleted: S3 refused to delete some of its objects (1); the next prune goes on with it",
                        "      " + locked + ": AccessDenied: Access Denied because object protected by object lock.");
        assertThat(cli.run("list")).isEqualTo(2);
        assertThat(cli.out()).contains("a prune that began at 2025-07-22T08:00:00Z has not come to its end");
    }

    @Test
    void whereDeletingIsDeniedItIsOneLine() {
        eraser.faults()
                .on(Call.ERASE_MANIFEST)
                .throwing(new DdbvaultException(
                        ErrorCode.ACCESS_DENIED, "S3 denies s3:DeleteObject on s3://backups/native-exports/x."));

        assertThat(cli.run("prune", "--keep-last", "1", "--confirm")).isEqualTo(1);

        assertThat(cli.err().lines())
                .containsExactly("error: S3 denies s3:DeleteObject on s3://backups/native-exports/x.");
        assertThat(store.keys()).containsAll(before);
    }

    @Test
    void whereNothingGoesNobodyIsAsked() {
        assertThat(cli.answering().run("prune", "--keep-last", "3", "--confirm"))
                .isZero();

        assertThat(cli.out()).endsWith("3 backups stay; none goes.%n".formatted());
        assertThat(store.keys()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOTHING |  | false | The bucket keeps no versions: what is deleted is gone for good, and its space returns at once.",
                "EVERYTHING | 30 | true | The bucket is versioned: what is deleted stays as noncurrent versions, and costs as before until a lifecycle rule removes it, 30 days later.",
                "EVERYTHING |  | true | The bucket is versioned: what is deleted stays as noncurrent versions, and costs as before: no lifecycle rule removes it. Add one with NoncurrentVersionExpiration, or the space never returns.",
                "EVERYTHING |  | false | The bucket is versioned: what is deleted stays as noncurrent versions, and costs as before until a lifecycle rule removes it; whether there is one is not known (s3:GetLifecycleConfiguration gave no answer).",
                "SOMETHING | 1 | true | The bucket's versioning is suspended: what was written while it was on stays as noncurrent versions, and costs as before until a lifecycle rule removes it, 1 day later.",
                "UNKNOWN |  | false | Whether the bucket keeps versions is not known (s3:GetBucketVersioning gave no answer): if it does, the space returns only when a lifecycle rule removes them."
            })
    void itSaysWhenTheSpaceReturns(Keeping keeping, Integer days, boolean rulesKnown, String line) {
        eraser.keep(new Versions(keeping, days, rulesKnown));

        assertThat(cli.run("prune", "--keep-last", "1")).isZero();

        assertThat(cli.out().lines()).contains(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prune | Say what to keep: at least one of --keep-last",
                "prune --confirm | Say what to keep: at least one of --keep-last",
                "prune --keep-last 0 --keep-daily 0 | Say what to keep: at least one of --keep-last",
                "prune --keep-last -1 | '-1' is not a whole number from 0 to 100000",
                "prune --keep-daily all | 'all' is not a whole number from 0 to 100000",
                "prune --keep-monthly 1.5 | '1.5' is not a whole number from 0 to 100000"
            })
    void wrongUsageIsToldBeforeAnythingIsRead(String command, String error) {
        assertThat(cli.run(command.split(" ", -1))).isEqualTo(64);

        assertThat(cli.err()).contains(error);
        assertThat(cli.opened()).isFalse();
        assertThat(store.keys()).isEqualTo(before);
    }
}
