package io.ddbvault.aws.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ddbvault.core.backup.BackupSummary;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Roles that lack a right, and services that throttle: what is reported names action and resource, nothing is lost. */
class MissingRightsTest {
    private static final int ITEMS = 40;

    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
    }

    @AfterEach
    void allRightsAgain() {
        aws.embedded().faults().clear();
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @Test
    void aBackupThatMayNotReadTheManifestStartsNothingAndSaysWhichKey() {
        Settings settings = tables("unread-manifest");
        aws.embedded().faults().denyS3("GetObject", "native-exports/");

        assertDenied(
                () -> aws.backup(settings),
                "s3:GetObject on s3://%s/native-exports/".formatted(settings.bucket()),
                "/manifest.json");
        assertThat(exportsOf("unread-manifest")).isZero();
    }

    @Test
    void aBackupThatIsNotToldWhetherThereIsAManifestDoesNotTakeItForAbsent() {
        Settings settings = tables("untold-manifest");
        aws.embedded().faults().denyS3("ListBucket", "");

        assertDenied(
                () -> aws.backup(settings),
                "s3:GetObject on s3://%s/native-exports/".formatted(settings.bucket()),
                "/manifest.json",
                "s3:ListBucket");
        assertThat(exportsOf("untold-manifest")).isZero();
    }

    @Test
    void aBackupThatMayWriteNothingSaysSoAndStartsNothing() {
        Settings settings = tables("unwritten-note");
        aws.embedded().faults().denyS3("PutObject", "native-exports/");

        assertDenied(
                () -> aws.backup(settings),
                "no export was started: ",
                "s3:PutObject on s3://%s/native-exports/_state/backups/".formatted(settings.bucket()));
        assertThat(exportsOf("unwritten-note")).isZero();
    }

    @Test
    void aBackupThatMayNotWriteTheManifestSaysWhichKey() {
        Settings settings = tables("unwritten-manifest");
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        aws.embedded().faults().denyS3("PutObject", "native-exports/" + today + "/manifest.json");

        assertDenied(
                () -> aws.backup(settings),
                "s3:PutObject on s3://%s/native-exports/".formatted(settings.bucket()),
                "/manifest.json");
    }

    @Test
    void aTableThatMayNotBeExportedIsFailedAndTheOthersAreBackedUp() {
        Settings settings = tables("export-denied", "export-allowed");
        aws.embedded().faults().deny("ExportTableToPointInTime", "export-denied");

        BackupSummary backup = aws.backup(settings);

        TableExport denied = export(backup, "export-denied");
        assertThat(denied.status()).isEqualTo(ExportStatus.FAILED);
        assertThat(denied.failureMessage())
                .contains("dynamodb:ExportTableToPointInTime on table arn:", ":table/export-denied");
        assertThat(export(backup, "export-allowed"))
                .extracting(TableExport::status, TableExport::itemCount)
                .containsExactly(ExportStatus.COMPLETED, (long) ITEMS);
    }

    @Test
    void aTableThatMayNotBeDescribedIsFailedAndTheOthersAreBackedUp() {
        Settings settings = tables("describe-denied", "describe-allowed");
        aws.embedded().faults().deny("DescribeTable", "describe-denied");

        BackupSummary backup = aws.backup(settings);

        TableExport denied = export(backup, "describe-denied");
        assertThat(denied.status()).isEqualTo(ExportStatus.FAILED);
        assertThat(denied.failureMessage()).contains("dynamodb:DescribeTable on table describe-denied");
        assertThat(export(backup, "describe-allowed").status()).isEqualTo(ExportStatus.COMPLETED);
    }

    @Test
    void anExportWhoseEndMayNotBeSeenIsNotCalledASuccess() {
        Settings settings = tables("end-unseen");
        aws.embedded().faults().deny("DescribeExport");

        BackupSummary blind = aws.backup(settings);
        aws.embedded().faults().clear();

        assertThat(export(blind, "end-unseen").status()).isEqualTo(ExportStatus.IN_PROGRESS);
        assertThat(blind.warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .contains("dynamodb:DescribeExport on export arn:", ":table/end-unseen/export/"));
        assertThat(aws.backup(settings).count(ExportStatus.COMPLETED)).isOne();
        assertThat(exportsOf("end-unseen")).isEqualTo(2);
    }

    @Test
    void anExportThatMayNotWriteItsObjectsIsFailedInDynamoDbsWords() {
        Settings settings = tables("unwritable-export");
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        aws.embedded().faults().denyS3("PutObject", "native-exports/" + today + "/unwritable-export/");

        TableExport failed = export(aws.backup(settings), "unwritable-export");

        assertThat(failed.status()).isEqualTo(ExportStatus.FAILED);
        assertThat(failed.failureMessage())
                .startsWith("S3AccessDenied: ")
                .contains("is not authorized to perform: s3:PutObject on resource:");
    }

    @Test
    void aBucketOfAnotherOwnerIsRefusedByS3() {
        Settings mine = tables("foreign");
        Settings foreign = TestAws.settings(
                mine.bucket(), Map.of("DYNAMODB_TABLES", "[\"foreign\"]", "S3_BUCKET_OWNER", "111122223333"));

        assertDenied(() -> aws.backup(foreign), "s3:GetObject on s3://", "S3_BUCKET_OWNER");
        assertDenied(() -> aws.restore(foreign, RestoreRequest.LATEST), "s3:ListBucket on s3://", "S3_BUCKET_OWNER");
    }

    @Test
    void aRestoreThatMayNotReadTheManifestSaysWhichKeyAndTouchesNothing() {
        Settings settings = backedUpAndChanged("unread-restore");
        Set<Object> before = aws.contents("unread-restore");
        aws.embedded().faults().denyS3("GetObject", "native-exports/");

        for (RestoreRequest request : List.of(RestoreRequest.LATEST, clearing(), dryRun())) {
            assertDenied(
                    () -> aws.restore(settings, request),
                    "s3:GetObject on s3://%s/native-exports/".formatted(settings.bucket()),
                    "/manifest.json");
        }
        assertThat(aws.contents("unread-restore")).isEqualTo(before);
    }

    @Test
    void aRestoreThatMayNotListSaysSo() {
        Settings settings = backedUpAndChanged("unlisted-restore");
        aws.embedded().faults().denyS3("ListBucket", "");

        assertDenied(
                () -> aws.restore(settings, RestoreRequest.LATEST),
                "s3:ListBucket on s3://%s/native-exports/".formatted(settings.bucket()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest-summary.json", "manifest-files.json", "data/"})
    void anObjectOfTheExportThatMayNotBeReadFailsItsTableBeforeAnythingIsDeleted(String object) {
        String table = "unread-" + object.replaceAll("\\W", "");
        String other = table + "-other";
        Settings settings = backedUpAndChanged(table, other);
        Set<Object> before = aws.contents(table);
        String folder =
                aws.s3().listObjectsV2(r -> r.bucket(settings.bucket()).prefix("native-exports/")).contents().stream()
                        .map(found -> found.key())
                        .filter(key -> key.contains("/" + table + "/") && key.endsWith("_started"))
                        .map(key -> key.replace("_started", ""))
                        .findFirst()
                        .orElseThrow();
        aws.embedded().faults().denyS3("GetObject", folder + object);

        RestoreReport report = aws.restore(settings, clearing());

        assertThat(result(report, table).status()).isEqualTo(TableStatus.FAILED);
        assertThat(result(report, table).error())
                .contains("s3:GetObject on s3://%s/%s".formatted(settings.bucket(), folder + object));
        assertThat(aws.contents(table)).isEqualTo(before);
        assertThat(result(report, other).status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(aws.contents(other)).isEqualTo(TestAws.comparable(items()));
    }

    @Test
    void aTableThatMayNotBeWrittenIsFailedWithNothingChangedAndTheOthersAreRestored() {
        Settings settings = backedUpAndChanged("write-denied", "write-allowed");
        Set<Object> before = aws.contents("write-denied");
        aws.embedded().faults().deny("BatchWriteItem", "write-denied");

        for (RestoreRequest request : List.of(RestoreRequest.LATEST, clearing())) {
            RestoreReport report = aws.restore(settings, request);

            TableResult denied = result(report, "write-denied");
            assertThat(denied.status()).isEqualTo(TableStatus.FAILED);
            assertThat(denied.itemsWritten()).isZero();
            assertThat(denied.itemsCleared()).isZero();
            assertThat(denied.error()).contains("dynamodb:BatchWriteItem on table write-denied");
            assertThat(aws.contents("write-denied")).isEqualTo(before);
            assertThat(result(report, "write-allowed").status()).isEqualTo(TableStatus.COMPLETED);
        }
        assertThat(aws.contents("write-allowed")).isEqualTo(TestAws.comparable(items()));
    }

    @Test
    void aTableThatMayNotBeScannedIsNotClearedAndNotWritten() {
        Settings settings = backedUpAndChanged("scan-denied");
        Set<Object> before = aws.contents("scan-denied");
        aws.embedded().faults().deny("Scan", "scan-denied");

        TableResult denied = result(aws.restore(settings, clearing()), "scan-denied");
        aws.embedded().faults().clear();

        assertThat(denied.status()).isEqualTo(TableStatus.FAILED);
        assertThat(denied.itemsCleared()).isZero();
        assertThat(denied.itemsWritten()).isZero();
        assertThat(denied.error()).contains("dynamodb:Scan on table scan-denied");
        assertThat(aws.contents("scan-denied")).isEqualTo(before);
    }

    @Test
    void aTableThatMayNotBeDescribedIsNotRestored() {
        Settings settings = backedUpAndChanged("undescribed");
        Set<Object> before = aws.contents("undescribed");
        aws.embedded().faults().deny("DescribeTable", "undescribed");

        TableResult denied = result(aws.restore(settings, clearing()), "undescribed");

        assertThat(denied.status()).isEqualTo(TableStatus.FAILED);
        assertThat(denied.error()).contains("dynamodb:DescribeTable on table undescribed");
        assertThat(aws.contents("undescribed")).isEqualTo(before);
    }

    @Test
    void anS3ThatSlowsDownForAWhileLosesNothing() {
        Settings settings = backedUpAndChanged("slowed");
        aws.embedded().faults().slowDownS3("ListBucket", "native-exports/", 1);
        aws.embedded().faults().slowDownS3("GetObject", "native-exports/", 2);

        RestoreReport report = aws.restore(settings, clearing());

        assertThat(result(report, "slowed").status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(aws.contents("slowed")).isEqualTo(TestAws.comparable(items()));
    }

    @Test
    @Tag("slow")
    void manyTablesAreAllBackedUpThoughDynamoDbThrottlesItsControlPlane() {
        String[] names = IntStream.range(0, 25).mapToObj(i -> "throttled-" + i).toArray(String[]::new);
        Settings settings = tables(names);
        aws.embedded().faults().throttleControlPlane();

        BackupSummary backup = aws.backup(settings);

        assertThat(backup.exports())
                .hasSize(25)
                .allSatisfy(export -> assertThat(export)
                        .extracting(TableExport::status, TableExport::itemCount)
                        .containsExactly(ExportStatus.COMPLETED, (long) ITEMS));
        aws.embedded().faults().clear();
        for (String name : names) {
            assertThat(exportsOf(name)).isOne();
        }
    }

    private static Settings tables(String... names) {
        for (String name : names) {
            aws.createTable(name, "id:S");
            aws.enablePointInTimeRecovery(name);
            aws.fill(name, items());
        }
        String json = Arrays.stream(names).collect(Collectors.joining("\",\"", "[\"", "\"]"));
        return TestAws.settings(aws.newBucket(), Map.of("DYNAMODB_TABLES", json));
    }

    private static Settings backedUpAndChanged(String... names) {
        Settings settings = tables(names);
        assertThat(aws.backup(settings).count(ExportStatus.COMPLETED)).isEqualTo(names.length);
        for (String name : names) {
            aws.dynamoDb().deleteItem(r -> r.tableName(name).key(Map.of("id", AttributeValue.fromS("item-0"))));
            aws.fill(name, List.of(Map.of("id", AttributeValue.fromS("added"))));
        }
        return settings;
    }

    private static List<Map<String, AttributeValue>> items() {
        return IntStream.range(0, ITEMS)
                .mapToObj(i -> Map.of("id", AttributeValue.fromS("item-" + i), "n", AttributeValue.fromN("" + i)))
                .toList();
    }

    private static RestoreRequest clearing() {
        return new RestoreRequest(null, null, false, true, 3);
    }

    private static RestoreRequest dryRun() {
        return new RestoreRequest(null, null, true, false, 3);
    }

    private static int exportsOf(String table) {
        String arn =
                aws.dynamoDb().describeTable(r -> r.tableName(table)).table().tableArn();
        return aws.dynamoDb()
                .listExports(r -> r.tableArn(arn))
                .exportSummaries()
                .size();
    }

    private static TableExport export(BackupSummary backup, String table) {
        return backup.exports().stream()
                .filter(export -> export.tableName().equals(table))
                .findFirst()
                .orElseThrow();
    }

    private static TableResult result(RestoreReport report, String table) {
        return report.results().stream()
                .filter(result -> result.table().equals(table))
                .findFirst()
                .orElseThrow();
    }

    private static void assertDenied(ThrowingCallable call, String... parts) {
        assertThatExceptionOfType(DdbvaultException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
            assertThat(e.text()).contains(parts);
        });
    }
}
