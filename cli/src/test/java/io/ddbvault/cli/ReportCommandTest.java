package io.ddbvault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import io.ddbvault.report.RenderReport;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import io.ddbvault.testkit.MakeBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportCommandTest {
    private static final String PAGE = "native-exports/_state/report.html";
    private static final String TITLE = "<h1>Backups of test</h1>";

    private final RunCli cli = RunCli.configured();
    private final InMemoryBackupStore store = new InMemoryBackupStore("bucket");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void backUp() {
        MakeBackup backup = new MakeBackup("bucket", "native-exports", "2025-07-22", "test");
        backup.table("users", List.of(List.of("{\"Item\":{\"id\":{\"S\":\"a\"}}}")));
        backup.objects().forEach(store::put);
        cli.store = store;
        cli.clock = InstantSource.fixed(Instant.parse("2025-07-22T08:00:00Z"));
    }

    @Test
    void thePageIsWrittenToAFileAndThatIsSaid() throws IOException {
        Path file = folder.resolve("page.html");

        assertThat(cli.run("report", "--output", file.toString())).isZero();

        assertThat(Files.readString(file)).startsWith(RenderReport.MARK).contains(TITLE, "users");
        assertThat(cli.out().lines())
                .containsExactly(
                        "2 things need attention:",
                        "  Notice   users was not verified deep in the last 30 days",
                        "  Notice   users was not rehearsed in the last 90 days",
                        "Report: " + file);
        assertThat(cli.err()).isEmpty();
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
        assertThat(store.keys()).doesNotContain(PAGE);
    }

    @Test
    void anOlderReportIsReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("page.html"), RenderReport.MARK + "<html>old");

        assertThat(cli.run("report", "-o", file.toString())).isZero();

        assertThat(Files.readString(file)).contains(TITLE).doesNotContain("<html>old");
    }

    @Test
    void anyOtherFileIsLeftAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("thesis.html"), "<!doctype html><p>my thesis");

        assertThat(cli.run("report", "--output", file.toString())).isEqualTo(1);

        assertThat(Files.readString(file)).isEqualTo("<!doctype html><p>my thesis");
        assertThat(cli.err())
                .isEqualTo(
                        "error: The report was not written to %s: it is there and is no report of ddbvault's. Give another file with --output, or move this one away.%n"
                                .formatted(file));
        assertThat(cli.opened()).as("nothing was read in vain").isFalse();
    }

    @Test
    void aFolderThatDoesNotExistIsTold() {
        Path file = folder.resolve("no/page.html");

        assertThat(cli.run("report", "--output", file.toString())).isEqualTo(1);

        assertThat(cli.err())
                .isEqualTo(
                        "error: The report was not written to %s: there is no folder for it. Make the folder, or give another file with --output.%n"
                                .formatted(file));
    }

    @Test
    void aMinusIsStandardOutputAndTheRestGoesToStandardError() {
        assertThat(cli.run("report", "--output", "-")).isZero();

        assertThat(cli.out()).startsWith(RenderReport.MARK).endsWith("</html>\n");
        assertThat(cli.err()).startsWith("2 things need attention:");
    }

    @Test
    void intoTheBucketAlone() {
        assertThat(cli.run("report", "--to-bucket")).isZero();

        assertThat(store.text(PAGE)).contains(TITLE);
        assertThat(cli.out().lines()).last().isEqualTo("Report: s3://bucket/native-exports/_state/report.html");
        assertThat(Path.of("ddbvault-report.html")).doesNotExist();
    }

    @Test
    void intoAFileAndTheBucket() throws IOException {
        Path file = folder.resolve("page.html");

        assertThat(cli.run("report", "--to-bucket", "--output", file.toString()))
                .isZero();

        assertThat(store.text(PAGE)).isEqualTo(Files.readString(file));
    }

    @Test
    void jsonPrintsTheModelAndWritesNothing() throws IOException {
        assertThat(cli.run("report", "--json")).isZero();

        assertThat(cli.out().lines()).hasSize(1);
        Map<?, ?> body = (Map<?, ?>) Json.parseObject(cli.out().getBytes(UTF_8)).get("body");
        assertThat(body).isNotNull();
        assertThat(body.get("environment")).isEqualTo("test");
        assertThat((List<?>) body.get("days")).hasSize(1);
        assertThat((List<?>) body.get("attention")).hasSize(2);
        assertThat(store.keys()).doesNotContain(PAGE);
        assertThat(Path.of("ddbvault-report.html")).doesNotExist();
    }

    @Test
    void jsonAndThePageDoNotShareStandardOutput() {
        assertThat(cli.run("report", "--json", "--output", "-")).isEqualTo(64);
        assertThat(cli.err()).startsWith("error: --json and --output - both want standard output.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0d", "90", "d", "-1d", "2025-07-01", "10000d"})
    void aPeriodIsANumberOfDays(String since) {
        assertThat(cli.run("report", "--since", since)).isEqualTo(64);
        assertThat(cli.err()).contains("'" + since + "' is not a number of days from 1d to 9999d, such as 400d");
    }

    @Test
    void aBucketThatMayNotBeReadEndsWithOne() {
        store.faults()
                .on(Call.FOLDERS, "native-exports/")
                .throwing(new DdbvaultException(
                        ErrorCode.ACCESS_DENIED, "s3:ListBucket on s3://bucket/native-exports/ is denied."));

        assertThat(cli.run("report", "--to-bucket")).isEqualTo(1);

        assertThat(cli.err()).isEqualTo("error: s3:ListBucket on s3://bucket/native-exports/ is denied.%n".formatted());
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void aBackupWritesItWhenAsked() {
        assertThat(cli.with("DYNAMODB_TABLES", "[\"users\"]").run("backup", "--report"))
                .isZero();

        assertThat(store.text(PAGE)).contains(TITLE);
        assertThat(cli.err()).isEqualTo("Report: s3://bucket/native-exports/_state/report.html%n".formatted());
        assertThat(cli.out()).startsWith("Backup of ");
    }

    @Test
    void aBackupWritesItWhenTheEnvironmentAsks() {
        assertThat(cli.with("DYNAMODB_TABLES", "[\"users\"]")
                        .with("WRITE_REPORT", "true")
                        .run("backup", "--json"))
                .isZero();

        assertThat(store.text(PAGE)).contains(TITLE);
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void aBackupThatIsNotAskedWritesNone() {
        assertThat(cli.with("DYNAMODB_TABLES", "[\"users\"]").run("backup")).isZero();

        assertThat(store.keys()).doesNotContain(PAGE);
    }

    @Test
    void aReportThatCannotBeWrittenChangesNothingOfTheBackup() {
        store.faults()
                .on(Call.REPLACE, PAGE)
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "s3:PutObject is denied."));

        assertThat(cli.with("DYNAMODB_TABLES", "[\"users\"]").run("backup", "--report"))
                .isZero();

        assertThat(cli.err()).isEqualTo("warning: the report was not written: s3:PutObject is denied.%n".formatted());
        assertThat(cli.out()).startsWith("Backup of ");
    }
}
