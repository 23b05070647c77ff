package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.restore.ClearMode;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.core.restore.WriteMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
    private final DdbvaultException noBackup =
            new DdbvaultException(ErrorCode.NO_BACKUP, "there is no backup of 2025-07-22. Give another date.");

    private final RunCli cli = RunCli.configured();

    @Test
    void helpListsAllCommandsAndExitCodes() {
        assertThat(cli.run("--help")).isZero();
        assertThat(cli.out())
                .contains("demo", "local", "backup", "restore", "status", "unlock", "--version", "64 wrong usage")
                .startsWith("Usage: ddbvault");
        assertThat(cli.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "local", "backup", "restore", "status", "unlock"})
    void everyCommandHasHelp(String command) {
        assertThat(cli.run(command, "--help")).isZero();
        assertThat(cli.out()).startsWith("Usage: ddbvault " + command);
        assertThat(cli.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BACKUP_BUCKET",
                "ENVIRONMENT",
                "DYNAMODB_TABLES",
                "S3_EXPORTS_PREFIX",
                "S3_SSE_KMS_KEY_ID",
                "S3_BUCKET_OWNER",
                "TABLE_NAME_PATTERN",
                "AWS_REGION",
                "AWS_ENDPOINT_URL",
                "AWS_ENDPOINT_URL_S3",
                "AWS_ENDPOINT_URL_DYNAMODB"
            })
    void helpOfBackupAndRestoreNamesEverySettingsVariable(String variable) {
        cli.run("backup", "--help");
        cli.run("restore", "--help");
        assertThat(cli.out().split("\\b" + variable + "\\b", -1)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void versionNamesDdbvaultAndJava() {
        assertThat(cli.run("--version")).isZero();
        assertThat(cli.out())
                .isEqualTo("ddbvault %s (Java %s, %s)%n"
                        .formatted(
                                System.getProperty("ddbvault.version"),
                                System.getProperty("java.version"),
                                System.getProperty("java.vendor")));
    }

    @Test
    void noCommandIsAUsageError() {
        assertThat(cli.run()).isEqualTo(64);
        assertThat(cli.err())
                .isEqualTo("error: No command given.%n'ddbvault --help' lists what it takes.%n".formatted());
    }

    @Test
    void anUnknownOptionIsAUsageError() {
        assertThat(cli.run("backup", "--clear")).isEqualTo(64);
        assertThat(cli.err())
                .isEqualTo("error: Unknown option: '--clear'%n'ddbvault backup --help' lists what it takes.%n"
                        .formatted());
        assertThat(cli.out()).isEmpty();
        assertThat(cli.opened()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "257", "x", "-1", "1.5", "99999999999"})
    void workersOutOfRangeAreAUsageError(String workers) {
        assertThat(cli.run("restore", "--workers", workers)).isEqualTo(64);
        assertThat(cli.err()).contains("--workers", "'" + workers + "' is not a whole number from 1 to 256");
        assertThat(cli.opened()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "restore, --date, 22.7.2025, 'latest' or a date of the form YYYY-MM-DD",
        "restore, --date, 2025-02-30, 'latest' or a date of the form YYYY-MM-DD",
        "backup, --date, latest, a date of the form YYYY-MM-DD",
        "backup, --table, a b, a table's name",
        "restore, --table, ab, a table's name",
        "restore, --timeout, 15, 'a time such as 90s, 15m or 2h'",
        "restore, --timeout, 0s, 'a time such as 90s, 15m or 2h'",
        "local, --s3-port, 65536, a port from 0 to 65535",
        "restore, --target, users, 'two tables'' names, SOURCE=TARGET'",
        "restore, --target, users=, 'two tables'' names, SOURCE=TARGET'",
        "restore, --target, users=a=b, 'two tables'' names, SOURCE=TARGET'",
        "restore, --max-write-units, 0, a whole number from 1 to 2147483647",
        "restore, --max-write-units, 2147483648, a whole number from 1 to 2147483647",
        "restore, --max-write-units, 1.5, a whole number from 1 to 2147483647",
        "restore, --clear-mode, AFTER, 'before' or 'after'",
        "restore, --transport, SDK, 'wire' or 'sdk'",
        "restore, --restore-id, 20250722T030000Z, a restore's id such as 20250722T030000Z-1a2b3c4d",
        "restore, --restore-id, ../20250722T030000Z-1a2b3c4d, a restore's id such as 20250722T030000Z-1a2b3c4d",
        "local, --export-seconds, soon, a number of seconds"
    })
    void aValueThatAnOptionDoesNotAllowIsAUsageError(String command, String option, String value, String allowed) {
        assertThat(cli.run(command, option, value)).isEqualTo(64);
        assertThat(cli.err()).contains(option, "'" + value + "' is not " + allowed);
        assertThat(cli.opened()).isFalse();
    }

    @Test
    void aMissingBucketNamesItself() {
        RunCli bare = new RunCli().with("ENVIRONMENT", "test");
        assertThat(bare.run("restore")).isEqualTo(1);
        assertThat(bare.err())
                .isEqualTo(("error: BACKUP_BUCKET is not set. Set it to the name of the S3 bucket of the backups.%n"
                                + "Each setting can be an option or an environment variable; --help lists them.%n")
                        .formatted());
        assertThat(bare.opened()).isFalse();
    }

    @Test
    void anExpectedFailureShowsItsMessageAlone() {
        cli.restoring(request -> {
            throw noBackup;
        });
        assertThat(cli.run("restore")).isEqualTo(1);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err().lines())
                .endsWith("error: there is no backup of 2025-07-22. Give another date.")
                .noneMatch(line -> line.startsWith("\tat "));
    }

    @Test
    void debugShowsTheStackTrace() {
        cli.restoring(request -> {
            throw noBackup;
        });
        assertThat(cli.run("restore", "--debug")).isEqualTo(1);
        assertThat(cli.err()).contains("\tat io.ddbvault.");
    }

    @Test
    void anUnexpectedFailureIsCalledADefect() {
        cli.restoring(request -> {
            throw new IllegalStateException("out of cheese");
        });
        assertThat(cli.run("restore")).isEqualTo(1);
        assertThat(cli.err())
                .contains("error: java.lang.IllegalStateException: out of cheese. This is a defect of ddbvault.")
                .contains("--debug")
                .doesNotContain("\tat ");
    }

    @Test
    void anErrorOfTheMachineIsToldToo() {
        cli.restoring(request -> {
            throw new NoClassDefFoundError("missing");
        });
        assertThat(cli.run("restore")).isEqualTo(1);
        assertThat(cli.err()).contains("NoClassDefFoundError").doesNotContain("\tat ");
    }

    @Test
    void jsonPrintsTheAnswerAloneAndTheRestoresIdOnStandardError() throws IOException {
        assertThat(cli.run("restore", "--json")).isZero();
        assertThat(cli.out().lines()).hasSize(1);
        assertThat(statusCode(cli)).isEqualTo(200);
        assertThat(cli.err()).isEqualTo("restore 20250722T030000Z-00000001%n".formatted());
    }

    @Test
    void aDryRunHasNoIdToGoOnWith() {
        assertThat(cli.run("restore", "--dry-run", "--json")).isZero();
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void jsonPrintsABackupsAnswer() throws IOException {
        cli.with("DYNAMODB_TABLES", "[\"users\"]");
        assertThat(cli.run("backup", "--json")).isZero();
        assertThat(cli.out().lines()).hasSize(1);
        assertThat(statusCode(cli)).isEqualTo(200);
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void jsonPrintsAnExpectedFailureAsAnAnswer() throws IOException {
        cli.restoring(request -> {
            throw noBackup;
        });
        assertThat(cli.run("restore", "--json")).isEqualTo(1);
        assertThat(cli.out())
                .isEqualTo("{\"statusCode\":500,\"body\":{\"error\":\"%s\",\"error_code\":\"NO_BACKUP\"}}%n"
                        .formatted(noBackup.text()));
        assertThat(cli.err().lines()).containsExactly("restore 20250722T030000Z-00000001");
    }

    @Test
    void jsonPrintsAUsageErrorAsAnAnswer() throws IOException {
        assertThat(cli.run("restore", "--workers", "0", "--json")).isEqualTo(64);
        assertThat(cli.out().lines()).hasSize(1);
        assertThat(statusCode(cli)).isEqualTo(500);
        assertThat(cli.out()).contains("INVALID_REQUEST", "--workers");
    }

    @Test
    void jsonPrintsADefectAsAnAnswer() throws IOException {
        cli.restoring(request -> {
            throw new IllegalStateException("out of cheese");
        });
        assertThat(cli.run("restore", "--json")).isEqualTo(1);
        assertThat(cli.out().lines()).hasSize(1);
        assertThat(statusCode(cli)).isEqualTo(500);
        assertThat(cli.out()).contains("INTERNAL_ERROR", "out of cheese");
    }

    @Test
    void theExitCodeIsTheAnswers() {
        cli.restoring(request -> Reports.restore(
                false, Reports.completed("users"), Reports.ended("codes", TableStatus.FAILED, "no such table")));
        assertThat(cli.run("restore")).isEqualTo(2);
        cli.restoring(request -> Reports.restore(false, Reports.ended("codes", TableStatus.FAILED, "no such table")));
        assertThat(cli.run("restore")).isEqualTo(1);
        cli.backingUp(request -> Reports.backup(Reports.export("users", ExportStatus.IN_PROGRESS, null)));
        assertThat(cli.run("backup", "--table", "users")).isEqualTo(2);
    }

    @Test
    void anOptionWinsOverItsVariable() {
        cli.with("S3_EXPORTS_PREFIX", "from/variable").with("AWS_REGION", "eu-west-1");
        cli.with("AWS_ENDPOINT_URL_S3", "http://variable");
        assertThat(cli.run(
                        "restore",
                        "--bucket=from-option",
                        "--environment=option",
                        "--prefix=from/option",
                        "--kms-key-id=key",
                        "--bucket-owner=123456789012",
                        "--name-pattern={type}-{environment}",
                        "--region=eu-central-1",
                        "--endpoint-url-s3=http://option",
                        "--endpoint-url-dynamodb=http://other"))
                .isZero();
        assertThat(cli.settings().bucket()).isEqualTo("from-option");
        assertThat(cli.settings().environment()).isEqualTo("option");
        assertThat(cli.settings().prefix()).isEqualTo("from/option");
        assertThat(cli.settings().kmsKeyId()).isEqualTo("key");
        assertThat(cli.settings().bucketOwner()).isEqualTo("123456789012");
        assertThat(cli.settings().namePattern().text()).isEqualTo("{type}-{environment}");
        assertThat(cli.variable("AWS_REGION")).isEqualTo("eu-central-1");
        assertThat(cli.variable("AWS_ENDPOINT_URL_S3")).isEqualTo("http://option");
        assertThat(cli.variable("AWS_ENDPOINT_URL_DYNAMODB")).isEqualTo("http://other");
    }

    @Test
    void variablesAloneAreEnough() {
        cli.with("S3_EXPORTS_PREFIX", "exports").with("DYNAMODB_TABLES", "[\"users\"]");
        assertThat(cli.run("restore")).isZero();
        assertThat(cli.settings().bucket()).isEqualTo("bucket");
        assertThat(cli.settings().prefix()).isEqualTo("exports");
        assertThat(cli.settings().tables()).containsExactly("users");
        assertThat(cli.restoreRequest()).isEqualTo(RestoreRequest.LATEST);
    }

    @Test
    void anEndpointForBothServicesWinsOverTheVariablesForOne() {
        cli.with("AWS_ENDPOINT_URL_S3", "http://variable");
        assertThat(cli.run("restore", "--endpoint-url", "http://option")).isZero();
        assertThat(cli.variable("AWS_ENDPOINT_URL")).isEqualTo("http://option");
        assertThat(cli.variable("AWS_ENDPOINT_URL_S3")).isEmpty();
    }

    @Test
    void tablesAreRepeatedOrSeparatedByCommas() {
        assertThat(cli.run("restore", "--table", "users,codes", "--table", "keys", "--table", "users"))
                .isZero();
        assertThat(cli.restoreRequest().tables()).containsExactly("users", "codes", "keys");
        assertThat(cli.settings().tables()).isNull();
    }

    @Test
    void tablesToBackUpComeFromTheOptionWhereTheVariableIsNotSet() {
        assertThat(cli.run("backup", "--table", "users,codes")).isZero();
        assertThat(cli.settings().tables()).containsExactly("users", "codes");
        assertThat(cli.backupRequest().tables()).containsExactly("users", "codes");
    }

    @Test
    void tablesToBackUpAreASubsetOfTheVariable() {
        cli.with("DYNAMODB_TABLES", "[\"users\",\"codes\"]");
        assertThat(cli.run("backup", "--table", "codes", "--date", "2025-07-22"))
                .isZero();
        assertThat(cli.settings().tables()).containsExactly("users", "codes");
        assertThat(cli.backupRequest().tables()).containsExactly("codes");
        assertThat(cli.backupRequest().finishDate()).isEqualTo(LocalDate.of(2025, 7, 22));
    }

    @Test
    void backupWithoutTablesNamesTheVariable() {
        assertThat(cli.run("backup")).isEqualTo(1);
        assertThat(cli.err()).contains("DYNAMODB_TABLES is not set");
    }

    @Test
    void everyOptionOfARestoreReachesTheRequest() {
        assertThat(cli.run(
                        "restore",
                        "--date=2025-07-20",
                        "--dry-run",
                        "--clear-existing-data",
                        "--workers=256",
                        "--timeout=15m"))
                .isZero();
        assertThat(cli.restoreRequest())
                .isEqualTo(new RestoreRequest(LocalDate.of(2025, 7, 20), null, true, true, 256));
        assertThat(cli.stop)
                .isNotNull()
                .satisfies(
                        stop -> assertThat(stop.remaining()).isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15)));
    }

    @Test
    void everyFurtherOptionOfARestoreReachesTheRequest() {
        assertThat(cli.run(
                        "restore",
                        "--table=users,codes",
                        "--target=users=users-copy",
                        "--target",
                        "codes=codes-copy",
                        "--clear-existing-data",
                        "--clear-mode=after",
                        "--max-write-units=2147483647",
                        "--all-or-nothing",
                        "--allow-environment-mismatch"))
                .isZero();
        assertThat(cli.restoreRequests)
                .containsExactly(new RestoreRequest(
                        null,
                        List.of("users", "codes"),
                        Map.of("users", "users-copy", "codes", "codes-copy"),
                        false,
                        true,
                        ClearMode.AFTER,
                        5,
                        Integer.MAX_VALUE,
                        true,
                        true,
                        null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--clear-mode=after | --clear-mode says when to clear, but --clear-existing-data is not given",
                "--target=users=one --target=users=two | --target gives two targets for users",
                "--target=users=one --table=codes | --target: users has a target, but is none of the tables to restore",
                "--target=users=one --target=codes=one | --target: both users and codes would be written to one; a table takes one backed up table",
                "--target=users=codes --table=users,codes | --target: both users and codes would be written to codes; a table takes one backed up table"
            })
    void optionsThatContradictEachOtherAreAUsageError(String options, String problem) {
        assertThat(cli.run(("restore " + options).split(" ", -1))).isEqualTo(64);
        assertThat(cli.err())
                .isEqualTo("error: %s%n'ddbvault restore --help' lists what it takes.%n".formatted(problem));
        assertThat(cli.opened()).isFalse();
    }

    @Test
    void howItemsAreSentIsSaidByTheOptionBeforeTheVariable() {
        RunCli other = RunCli.configured().with("DDBVAULT_TRANSPORT", "wire");

        assertThat(other.run("restore", "--transport", "sdk", "--restore-id=20250722T030000Z-1a2b3c4d"))
                .isZero();
        assertThat(other.variable("DDBVAULT_TRANSPORT")).isEqualTo("sdk");
        assertThat(other.run("restore")).isZero();
        assertThat(other.variable("DDBVAULT_TRANSPORT")).isEqualTo("wire");
        assertThat(cli.run("restore")).isZero();
        assertThat(cli.variable("DDBVAULT_TRANSPORT")).isEmpty();
    }

    @Test
    void aRestoreIdGoesOnWithThatRestore() {
        assertThat(cli.run("restore", "--restore-id", "20250722T030000Z-1a2b3c4d", "--timeout=15m"))
                .isZero();
        assertThat(cli.restoreRequests).containsExactly(RestoreRequest.goOnWith("20250722T030000Z-1a2b3c4d"));
        assertThat(cli.err()).startsWith("restore 20250722T030000Z-1a2b3c4d%n".formatted());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--date=latest",
                "--table=users",
                "--target=users=copy",
                "--dry-run",
                "--clear-existing-data",
                "--clear-mode=after",
                "--yes",
                "--workers=5",
                "--max-write-units=1",
                "--all-or-nothing",
                "--allow-environment-mismatch",
                "--only-missing",
                "--only-changed",
                "--rejects=key"
            })
    void aRestoreIdGoesWithoutAnyOtherOptionOfARestore(String other) {
        assertThat(cli.run("restore", other, "--restore-id=20250722T030000Z-1a2b3c4d"))
                .isEqualTo(64);
        assertThat(cli.err())
                .isEqualTo("error: --restore-id goes without %s%n'ddbvault restore --help' lists what it takes.%n"
                        .formatted(other.split("=", 2)[0]));
        assertThat(cli.opened()).isFalse();
    }

    @Test
    void rejectsAreWrittenInPlaceOfABackup() {
        assertThat(cli.run(
                        "restore",
                        "--rejects=one.jsonl",
                        "--rejects",
                        "s3://bucket/two,three.jsonl",
                        "--dry-run",
                        "--workers=2",
                        "--max-write-units=100",
                        "--all-or-nothing",
                        "--allow-environment-mismatch"))
                .isZero();
        assertThat(cli.restoreRequests)
                .containsExactly(new RestoreRequest(
                        null,
                        null,
                        Map.of(),
                        true,
                        false,
                        ClearMode.BEFORE,
                        2,
                        100,
                        true,
                        true,
                        null,
                        List.of("one.jsonl", "s3://bucket/two,three.jsonl"),
                        List.of(),
                        WriteMode.ALL));
    }

    @ParameterizedTest
    @CsvSource({"--only-missing, MISSING", "--only-changed, CHANGED"})
    void itemsOfTheTableMayBeKept(String option, WriteMode mode) {
        assertThat(cli.run("restore", option)).isZero();
        assertThat(cli.run("restore", option, "--rejects=one.jsonl")).isZero();
        assertThat(cli.restoreRequests)
                .containsExactly(
                        RestoreRequest.LATEST.toBuilder().writeMode(mode).build(),
                        RestoreRequest.LATEST.toBuilder()
                                .writeMode(mode)
                                .rejects(List.of("one.jsonl"))
                                .build());
    }

    @Test
    void whatDiffersIsEitherKeptOrReplaced() {
        assertThat(cli.run("restore", "--only-changed", "--only-missing")).isEqualTo(64);
        assertThat(cli.err())
                .startsWith("error: --only-missing leaves what differs as the table has it, and --only-changed replaces"
                        + " it: only one of them can be meant");
        assertThat(cli.opened()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--only-missing", "--only-changed"})
    void aClearLeavesNothingToKeep(String option) {
        assertThat(cli.run("restore", "--clear-existing-data", "--yes", option)).isEqualTo(64);
        assertThat(cli.err())
                .startsWith("error: %s goes without --clear-existing-data, which leaves nothing that could be kept"
                        .formatted(option));
        assertThat(cli.opened()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--date=latest",
                "--table=users",
                "--target=users=copy",
                "--clear-existing-data",
                "--clear-mode=after",
                "--yes"
            })
    void rejectsGoWithoutWhatIsSaidOfABackup(String other) {
        assertThat(cli.run("restore", other, "--rejects=one.jsonl", "--dry-run"))
                .isEqualTo(64);
        assertThat(cli.err()).startsWith("error: --rejects goes without " + other.split("=", 2)[0]);
        assertThat(cli.opened()).isFalse();
    }

    @Test
    void withoutJsonProgressGoesToStandardErrorAndTheReportToStandardOutput() {
        assertThat(cli.run("restore")).isZero();
        assertThat(cli.err()).isEqualTo("restore 20250722T030000Z-00000001%ntable: writing 5 items%n".formatted());
        assertThat(cli.out()).startsWith("Restore of the backup of 2025-07-22, test");
    }

    private static @Nullable Object statusCode(RunCli cli) throws IOException {
        return Json.parseObject(cli.out().getBytes(StandardCharsets.UTF_8)).get("statusCode");
    }
}
