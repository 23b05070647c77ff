package io.ddbvault.aws.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.testkit.MakeBackup;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Every way in which a backup can be wrong, asked to clear the table: the table keeps what it holds. */
class RefuseBadBackupsTest {
    private static final AtomicInteger TABLES = new AtomicInteger();
    private static final List<Map<String, AttributeValue>> LIVE =
            List.of(item("live-1", "kept"), item("live-2", "kept"));

    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    private String bucket = "";
    private String table = "";

    @SuppressWarnings("NullAway.Init")
    private MakeBackup backup;

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @BeforeEach
    void aTableWithItemsAndAGoodBackup() {
        bucket = aws.newBucket();
        table = "orders-" + TABLES.incrementAndGet();
        aws.createTable(table, "id:S");
        aws.fill(table, LIVE);
        backup = new MakeBackup(bucket, "native-exports", "2025-07-20", "production");
    }

    @Test
    void theBackupAsMadeIsRestored() {
        backup.table(table, files());

        assertThat(restore().status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(aws.contents(table)).isEqualTo(TestAws.comparable(items()));
    }

    @Test
    void aTableThatIsNotInTheBackup() {
        backup.table("another", files());

        refuses(ErrorCode.NOT_IN_BACKUP, table, "manifest.json");
    }

    @Test
    void aTableThatDoesNotExist() {
        backup.table("missing-table", files());
        aws.put(bucket, backup.objects());

        TableResult result = restore("missing-table");

        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.error()).contains("missing-table", "does not exist", "Create it first");
    }

    @Test
    void aTableWithAnotherKeySchemaByItsItems() {
        backup.table(table, List.of(List.of("{\"Item\":{\"pk\":{\"S\":\"a\"}}}")));

        refuses(ErrorCode.KEY_SCHEMA_MISMATCH, table, "id (S)", "line 1 has no such id (S)");
    }

    @Test
    void aTableWhoseKeyHasAnotherType() {
        backup.table(table, List.of(List.of("{\"Item\":{\"id\":{\"N\":\"1\"}}}")));

        refuses(ErrorCode.KEY_SCHEMA_MISMATCH, "line 1 has no such id (S)");
    }

    @Test
    void aTableWhoseShorterKeyWouldMakeItemsReplaceEachOther() {
        backup.table(
                table,
                List.of(List.of(
                        "{\"Item\":{\"id\":{\"S\":\"a\"},\"at\":{\"N\":\"1\"}}}",
                        "{\"Item\":{\"id\":{\"S\":\"a\"},\"at\":{\"N\":\"2\"}}}")));

        refuses(ErrorCode.KEY_SCHEMA_MISMATCH, "line 2 has the same key as an item before it");
    }

    @Test
    void aTableWithAnotherKeySchemaByTheManifest() {
        backup.table(table, files());
        backup.entry(0)
                .put(
                        "key_schema",
                        List.of(
                                Map.of("attribute_name", "id", "attribute_type", "S"),
                                Map.of("attribute_name", "at", "attribute_type", "N")));

        refuses(ErrorCode.KEY_SCHEMA_MISMATCH, "id (S) + at (N)");
    }

    @Test
    void anExportThatFailed() {
        backup.table(table, files());
        backup.entry(0).put("status", "FAILED");
        backup.entry(0).put("failure_message", "the bucket was full");

        refuses(ErrorCode.EXPORT_NOT_COMPLETED, "the bucket was full");
    }

    @Test
    void anExportThatHasNotEnded() {
        MakeBackup.Export export = backup.table(table, files());
        backup.entry(0).put("status", "IN_PROGRESS");
        export.remove(export.summaryKey());

        refuses(ErrorCode.EXPORT_NOT_COMPLETED, "has not ended yet");
    }

    @Test
    void anExportWhoseManifestsAreGone() {
        MakeBackup.Export export = backup.table(table, files());
        export.remove(export.summaryKey());

        refuses(ErrorCode.OBJECT_MISSING, "gone from the bucket");
    }

    @Test
    void aSummaryWithAWrongChecksum() {
        MakeBackup.Export export = backup.table(table, files());
        export.replace(
                export.summaryKey(),
                new String(export.content(export.summaryKey()), UTF_8)
                        .replace("\"itemCount\":60", "\"itemCount\":59")
                        .getBytes(UTF_8));

        refuses(ErrorCode.CHECKSUM_MISMATCH, "manifest-summary.json has MD5");
    }

    @Test
    void aListOfFilesWithAWrongChecksum() {
        MakeBackup.Export export = backup.table(table, files());
        export.replace(export.filesKey(), cut(export.content(export.filesKey()), 10));

        refuses(ErrorCode.CHECKSUM_MISMATCH, "manifest-files.json has MD5");
    }

    @Test
    void aManifestWithoutItsChecksum() {
        MakeBackup.Export export = backup.table(table, files());
        export.remove(export.folder() + "manifest-files.md5");

        refuses(ErrorCode.OBJECT_MISSING, "has no checksum object");
    }

    @Test
    void countsThatDoNotAddUp() {
        MakeBackup.Export export = backup.table(table, files());
        export.rewrite(
                export.summaryKey(),
                new String(export.content(export.summaryKey()), UTF_8).replace("\"itemCount\":60", "\"itemCount\":61"));
        backup.entry(0).remove("item_count");

        refuses(ErrorCode.ITEM_COUNT_MISMATCH, "counts 61 items", "hold 60");
    }

    @Test
    void aBackupManifestThatCountsOtherwise() {
        backup.table(table, files());
        backup.entry(0).put("item_count", 61);

        refuses(ErrorCode.ITEM_COUNT_MISMATCH, "counts 61 items", "manifest 60");
    }

    @Test
    void aMissingDataFile() {
        MakeBackup.Export export = backup.table(table, files());
        export.remove(export.dataFile(1));

        refuses(ErrorCode.OBJECT_MISSING, export.dataFile(1), "is missing");
    }

    @Test
    void anEmptyDataFile() {
        MakeBackup.Export export = backup.table(table, files());
        export.replace(export.dataFile(1), new byte[0]);

        refuses(ErrorCode.DATA_FILE_DAMAGED, export.dataFile(1), "is empty");
    }

    @Test
    void aTruncatedDataFile() {
        MakeBackup.Export export = backup.table(table, files());
        export.replace(export.dataFile(0), cut(export.content(export.dataFile(0)), 5));

        refuses(ErrorCode.OBJECT_CHANGED, export.dataFile(0), "truncated, replaced or altered");
    }

    @Test
    void aDataFileReplacedByAnotherValidOne() {
        MakeBackup.Export export = backup.table(table, files());
        export.replace(export.dataFile(0), MakeBackup.gzip(List.of("{\"Item\":{\"id\":{\"S\":\"other\"}}}")));

        refuses(ErrorCode.OBJECT_CHANGED, export.dataFile(0));
    }

    @Test
    void aDataFileThatIsNotGzip() {
        MakeBackup.Export export = backup.table(table, files());
        export.rewriteDataFile(0, "{\"Item\":{\"id\":{\"S\":\"plain\"}}}\n".getBytes(UTF_8));

        refuses(ErrorCode.DATA_FILE_DAMAGED, export.dataFile(0), "is not gzip");
    }

    @Test
    void anIncrementalExport() {
        MakeBackup.Export export = backup.table(table, files());
        export.rewrite(
                export.summaryKey(),
                new String(export.content(export.summaryKey()), UTF_8)
                        .replace("\"outputFormat\"", "\"exportType\":\"INCREMENTAL_EXPORT\",\"outputFormat\""));

        refuses(ErrorCode.EXPORT_UNSUPPORTED, "INCREMENTAL_EXPORT");
    }

    @Test
    void anExportInIon() {
        MakeBackup.Export export = backup.table(table, files());
        export.rewrite(
                export.summaryKey(),
                new String(export.content(export.summaryKey()), UTF_8).replace("DYNAMODB_JSON", "ION"));

        refuses(ErrorCode.EXPORT_UNSUPPORTED, "format ION");
    }

    @Test
    void aSummaryOfAnotherExport() {
        MakeBackup.Export export = backup.table(table, files());
        export.rewrite(
                export.summaryKey(),
                new String(export.content(export.summaryKey()), UTF_8)
                        .replace("111122223333:table/" + table + "/export", "111122223333:table/other/export"));

        refuses(ErrorCode.MANIFEST_UNREADABLE, "table/other/export");
    }

    @Test
    void aDataFileOutsideTheBackup() {
        MakeBackup.Export export = backup.table(table, files());
        String folder = export.folder();
        export.rewrite(
                export.filesKey(),
                new String(export.content(export.filesKey()), UTF_8)
                        .replace("\"" + folder + "data/", "\"" + folder + "../../../../../../secrets/"));

        refuses(ErrorCode.MANIFEST_UNREADABLE, "outside the backup");
    }

    @Test
    void oneBadTableLeavesTheOthersToBeRestored() {
        String other = "orders-" + TABLES.incrementAndGet();
        aws.createTable(other, "id:S");
        MakeBackup.Export export = backup.table(table, files());
        backup.table(other, files());
        export.remove(export.dataFile(0));
        aws.put(bucket, backup.objects());

        RestoreReport report =
                aws.restore(TestAws.settings(bucket), new RestoreRequest(null, List.of(table, other), false, true, 5));

        assertThat(report.results())
                .extracting(TableResult::status)
                .containsExactly(TableStatus.FAILED, TableStatus.COMPLETED);
        assertThat(aws.contents(table)).isEqualTo(TestAws.comparable(LIVE));
        assertThat(aws.contents(other)).isEqualTo(TestAws.comparable(items()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | is not a JSON object",
                "[] | is not a JSON object",
                "{} | backup_type is null",
                "{\"backup_type\":\"OTHER\"} | backup_type is \"OTHER\"",
                "{\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"environment\":\"production\"} | exports is not an array",
                "{\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"environment\":\"production\",\"exports\":[1]} | no object",
                "{\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"exports\":[]} | environment is missing",
                "{\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"environment\":\"production\",\"exports\":[{\"table_name\":\"t\",\"status\":\"DONE\"}]} | status is \"DONE\"",
            })
    void anUnreadableOrForeignManifest(String json, String reason) {
        aws.put(bucket, Map.of(backup.manifestKey(), json.getBytes(UTF_8)));

        for (LocalDate date : Arrays.asList(LocalDate.of(2025, 7, 20), null)) {
            assertThatThrownBy(() -> aws.restore(
                            TestAws.settings(bucket), new RestoreRequest(date, List.of(table), false, true, 5)))
                    .isInstanceOfSatisfying(
                            DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MANIFEST_UNREADABLE))
                    .hasMessageContaining("s3://" + bucket + "/native-exports/2025-07-20/manifest.json")
                    .hasMessageContaining(reason);
        }
        assertThat(aws.contents(table)).isEqualTo(TestAws.comparable(LIVE));
    }

    @Test
    void aBackupOfAnotherEnvironment() {
        backup.table(table, files());
        backup.manifest().put("environment", "staging");
        aws.put(bucket, backup.objects());

        assertThatThrownBy(this::restore)
                .hasMessageContaining("staging")
                .hasMessageContaining("ENVIRONMENT is production");
        assertThat(aws.contents(table)).isEqualTo(TestAws.comparable(LIVE));
    }

    @Test
    void aTableOfAnotherEnvironmentByItsName() {
        String staging = "mfa-api_staging_u2f_global";
        backup.table(staging, files());
        aws.put(bucket, backup.objects());

        assertThatThrownBy(() -> aws.restore(
                        TestAws.settings(bucket, Map.of("TABLE_NAME_PATTERN", "mfa-api_{environment}_{type}_global")),
                        RestoreRequest.LATEST))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ENVIRONMENT_MISMATCH))
                .hasMessageContaining(staging);
    }

    @Test
    void aTableThatMayNotBeWritten() {
        backup.table(table, files());
        aws.put(bucket, backup.objects());

        assertThatThrownBy(() -> aws.restore(
                        TestAws.settings(bucket, Map.of("DYNAMODB_TABLES", "[\"others\"]")),
                        new RestoreRequest(null, List.of(table), false, true, 5)))
                .hasMessage(table
                        + " may not be written: DYNAMODB_TABLES allows others. Add it there, or name another table.");
        assertThat(aws.contents(table)).isEqualTo(TestAws.comparable(LIVE));
    }

    @Test
    void aDateWithoutABackupNamesTheDatesThereAre() {
        backup.table(table, files());
        aws.put(bucket, backup.objects());

        assertThatThrownBy(() -> aws.restore(
                        TestAws.settings(bucket), new RestoreRequest(LocalDate.of(2025, 7, 21), null, false, true, 5)))
                .hasMessage(
                        "There is no backup of 2025-07-21: s3://" + bucket
                                + "/native-exports/2025-07-21/manifest.json does not exist. The newest dates there are 2025-07-20; name one of them as backup_date.");
    }

    @Test
    void aBucketThatDoesNotExist() {
        assertThatThrownBy(() -> aws.restore(TestAws.settings("no-such-bucket"), RestoreRequest.LATEST))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUCKET_NOT_FOUND))
                .hasMessageContaining("BACKUP_BUCKET");
    }

    @Test
    void aLineThatIsNoItemIsNamedAndItsNeighboursAreWritten() {
        List<String> lines = new ArrayList<>(files().get(0));
        lines.set(12, "{\"Item\":{\"id\":{\"S\":\"broken\"}");
        lines.set(17, "");
        MakeBackup.Export export = backup.table(table, List.of(lines));

        TableResult result = restore();

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.itemsWritten()).isEqualTo(58);
        assertThat(result.itemsFailed()).isEqualTo(2);
        assertThat(result.error())
                .contains(export.dataFile(0) + " line 13 is no item: expected '}' at byte")
                .contains(export.dataFile(0) + " line 18 is no item");
        assertThat(aws.contents(table)).hasSize(58);
    }

    @Test
    void aFileWithFewerLinesThanItsManifestCountsIsNoSuccess() {
        MakeBackup.Export export = backup.table(table, files());
        export.rewriteDataFile(0, MakeBackup.gzip(files().get(0).subList(0, 59)));

        TableResult result = restore();

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.itemsWritten()).isEqualTo(59);
        assertThat(result.error())
                .contains(export.dataFile(0) + " has 59 lines, the export's manifest counts 60 items");
    }

    @Test
    void aFileThatBreaksOffInsideItsGzip() {
        MakeBackup.Export export = backup.table(table, files());
        export.rewriteDataFile(0, cut(export.content(export.dataFile(0)), 20));

        refuses(ErrorCode.DATA_FILE_DAMAGED, export.dataFile(0), "is damaged inside");
    }

    @Test
    void aFileThatBreaksOffInsideItsGzipIsNoSuccessWhereItsItemsAreReadOnlyOnce() {
        MakeBackup.Export export = backup.table(table, files());
        backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        export.rewriteDataFile(0, cut(export.content(export.dataFile(0)), 20));

        TableResult result = restore();

        assertThat(result.status()).isIn(TableStatus.PARTIAL_SUCCESS, TableStatus.FAILED);
        assertThat(result.error()).contains(export.dataFile(0) + " could not be read behind line");
        assertThat(aws.contents(table)).hasSize((int) result.itemsWritten()).hasSizeLessThan(60);
    }

    @Test
    void anItemThatDynamoDbRefusesIsNamedAndItsNeighboursAreWritten() {
        List<String> lines = new ArrayList<>(files().get(0));
        lines.set(30, "{\"Item\":{\"id\":{\"S\":\"huge\"},\"v\":{\"S\":\"" + "x".repeat(410_000) + "\"}}}");
        MakeBackup.Export export = backup.table(table, List.of(lines));

        TableResult result = restore();

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.itemsWritten()).isEqualTo(59);
        assertThat(result.error())
                .contains(export.dataFile(0) + " line 31 ", "was refused by DynamoDB: ValidationException")
                .doesNotContain("xxx");
        assertThat(aws.contents(table)).hasSize(59);
    }

    private TableResult restore() {
        aws.put(bucket, backup.objects());
        return restore(table);
    }

    private TableResult restore(String name) {
        RestoreReport report = aws.restore(
                TestAws.settings(bucket), new RestoreRequest(LocalDate.of(2025, 7, 20), List.of(name), false, true, 5));
        return report.results().get(0);
    }

    /** In a dry run and in earnest, and nothing is touched. */
    private void refuses(ErrorCode code, String... texts) {
        aws.put(bucket, backup.objects());
        RestoreReport dry = aws.restore(
                TestAws.settings(bucket), new RestoreRequest(LocalDate.of(2025, 7, 20), List.of(table), true, true, 5));
        TableResult result = restore(table);

        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.error()).contains(texts);
        assertThat(result.itemsWritten() + result.itemsCleared()).isZero();
        assertThat(dry.results().get(0).status())
                .isEqualTo(code == ErrorCode.NOT_IN_BACKUP ? TableStatus.NO_EXPORT : TableStatus.ERROR);
        assertThat(dry.results().get(0).error()).contains(texts);
        Set<Object> contents = aws.contents(table);
        assertThat(contents).isEqualTo(TestAws.comparable(LIVE));
    }

    /** One file of 60 items, one empty. */
    private static List<List<String>> files() {
        return List.of(
                IntStream.range(0, 60)
                        .mapToObj("{\"Item\":{\"id\":{\"S\":\"item-%1$d\"},\"v\":{\"S\":\"value %1$d\"}}}"::formatted)
                        .toList(),
                List.of());
    }

    private static List<Map<String, AttributeValue>> items() {
        return IntStream.range(0, 60)
                .mapToObj(i -> item("item-" + i, "value " + i))
                .toList();
    }

    private static Map<String, AttributeValue> item(String id, String value) {
        return Map.of("id", AttributeValue.fromS(id), "v", AttributeValue.fromS(value));
    }

    private static byte[] cut(byte[] bytes, int fewer) {
        return Arrays.copyOf(bytes, bytes.length - fewer);
    }
}
