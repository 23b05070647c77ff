package io.ddbvault.core.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.MakeBackup;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests with right checksums, made to mislead a restore. */
@Timeout(60)
class HostileManifestsTest {
    private static final String URI = "s3://backups/native-exports/2025-07-20/manifest.json";

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final ReadExportManifests reader = new ReadExportManifests(store, new BackupLayout("native-exports"));
    private final MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
    private final MakeBackup.Export export =
            backup.table("orders", List.of(List.of("a", "b"), List.of("c"), List.of("d", "e")));

    @Test
    void aFieldThatIsThereTwiceIsRefused() {
        assertUnreadable(
                "{\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"environment\":\"a\",\"environment\":\"b\",\"exports\":[]}");
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        byte[] json =
                "{\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"environment\":\"????\",\"exports\":[]}".getBytes(UTF_8);
        int at = new String(json, UTF_8).indexOf("????");
        // Above U+10FFFF: Jackson would make two halves of surrogate pairs of it.
        System.arraycopy(new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, 0, json, at, 4);

        assertThatThrownBy(() -> BackupManifestJson.read(json, LocalDate.of(2025, 7, 20), URI))
                .hasMessageContaining("it is not a JSON object")
                .hasRootCauseMessage("byte %d is not UTF-8".formatted(at + 1));
    }

    @Test
    void aKeySchemaThatLostItsSortKeyIsNotTakenForOneWithout() {
        assertThat(manifest("\"key_schema\":[{\"attribute_name\":\"pk\",\"attribute_type\":\"S\"}]")
                        .exports()
                        .get(0)
                        .keySchema())
                .hasToString("pk (S)");
        for (String second : List.of(
                "{\"attribute_name\":\"\\ud800\",\"attribute_type\":\"S\"}",
                "{}",
                "null",
                "{\"attribute_name\":\"sk\"}",
                "{\"attribute_name\":\"sk\",\"attribute_type\":\"X\"}")) {
            assertThatThrownBy(() -> manifest("\"key_schema\":[{\"attribute_name\":\"pk\",\"attribute_type\":\"S\"},%s]"
                            .formatted(second)))
                    .hasMessageContaining("key_schema is no key schema");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "9223372036854775808", "18446744073709551617", "1e300", "0.5", "\"7\"", "null", "[1]"})
    void aCountThatIsNoneIsUnknown(String count) {
        assertThat(manifest("\"item_count\":" + count).exports().get(0).itemCount())
                .isZero();
    }

    @Test
    void countsTooLargeToAddUpStayLargeAndDoNotWrapAround() {
        List<TableExport> exports =
                manifest("\"item_count\":9223372036854775807").exports();

        assertThat(ExportTotals.of(List.of(exports.get(0), exports.get(0))).items())
                .isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00+18:00", "yesterday", ""})
    void aTimeBeyondAllTimesIsSortedSomewhere(String time) {
        TableExport odd =
                manifest("\"start_time\":\"%s\"".formatted(time)).exports().get(0);
        TableExport usual =
                manifest("\"start_time\":\"2025-07-22T02:00:00Z\"").exports().get(0);

        assertThat(TableExport.BY_START.compare(odd, usual)).isEqualTo(-TableExport.BY_START.compare(usual, odd));
    }

    @Test
    void aTextThatATerminalWouldObeyLosesItsPower() {
        TableExport export = manifest("\"failure_message\":\"gone\\u001b[2J\\n\\u0000\\ud800\"")
                .exports()
                .get(0);

        assertThat(export.failureMessage()).isEqualTo("gone\ufffd[2J\n\ufffd\ufffd");
    }

    @Test
    void countsThatAddUpOnlyByWrappingAroundAreRefused() {
        rewrite(export.filesKey(), "\"itemCount\":2", "\"itemCount\":9223372036854775807");
        // 2 * (2^63 - 1) + 7 is 5 as a long, as the summary says.
        rewrite(export.filesKey(), "\"itemCount\":1", "\"itemCount\":7");

        assertRefused(ErrorCode.ITEM_COUNT_MISMATCH, "hold 18446744073709551621");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "0.5",
                "1e400",
                "9223372036854775808",
                "9.223372036854775807e18",
                "18446744073709551617",
                "\"1\"",
                "null"
            })
    void aFilesCountThatIsNoneIsRefused(String count) {
        rewrite(export.filesKey(), "\"itemCount\":1", "\"itemCount\":" + count);

        assertRefused(ErrorCode.MANIFEST_UNREADABLE, "line 2 cannot be used: its field itemCount");
    }

    @Test
    void aFileThatIsListedTwiceIsRefused() {
        String list = text(export.filesKey());
        export.rewrite(export.filesKey(), list + list);

        assertRefused(ErrorCode.MANIFEST_UNREADABLE, "line 4 cannot be used: it lists");
    }

    @Test
    void aFieldThatAFilesLineHasTwiceIsRefused() {
        rewrite(export.filesKey(), "\"itemCount\":1", "\"itemCount\":1,\"itemCount\":1");

        assertRefused(ErrorCode.MANIFEST_UNREADABLE, "line 2 cannot be used: it is not a JSON object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../2025-07-19/other.json.gz",
                "data/../../x",
                "data/./x",
                "data/x\\u0000.json.gz",
                "data/x\\u001b[2J",
                "data/\\ud800",
                "data/\\n"
            })
    void aKeyThatLeavesTheExportOrThatS3CannotHoldIsRefused(String key) {
        rewrite(export.filesKey(), keyEnd(0), key);

        assertRefused(ErrorCode.MANIFEST_UNREADABLE, "cannot be used");
    }

    @Test
    void aKeyLongerThanS3TakesIsRefused() {
        rewrite(export.filesKey(), keyEnd(0), "data/" + "é".repeat(500));

        assertRefused(ErrorCode.MANIFEST_UNREADABLE, "which lies outside the backup");
    }

    /** An S3 key is what it is; nobody decodes it, and so it cannot leave the export. */
    @Test
    void aKeyThatLooksLikeAnEncodedWayOutIsTakenByTheLetter() {
        rewrite(export.filesKey(), keyEnd(0), "data/%2e%2e%2f%2e%2e%2fx");

        assertThat(contents().files().get(0).key()).isEqualTo(export.folder() + "data/%2e%2e%2f%2e%2e%2fx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AA==", "AAAAAAAAAAAAAAAAAAAAAAA=", "not base64"})
    void aChecksumThatIsNoneIsRefused(String md5) {
        String list = text(export.filesKey());
        export.rewrite(
                export.filesKey(),
                list.replaceFirst("\"md5Checksum\":\"[^\"]*\"", "\"md5Checksum\":\"%s\"".formatted(md5)));

        assertRefused(ErrorCode.MANIFEST_UNREADABLE, "its " + (md5.isEmpty() ? "field " : "") + "md5Checksum is");
    }

    @Test
    void aLineThatNeverEndsIsRefusedBeforeItIsParsed() {
        export.rewrite(export.filesKey(), "{\"a\":[" + "[],".repeat(5_000_000) + "0]}");

        assertRefused(ErrorCode.MANIFEST_UNREADABLE, "line 1 cannot be used: it is longer than a data file's line");
    }

    @Test
    void aFolderOutsideTheBackupsIsNeverRead() {
        for (String folder :
                List.of("other/x/", "native-exports/../x/", "native-exports/2025-07-20/../AWSDynamoDB/1/")) {
            assertThatThrownBy(() -> reader.summary(folder))
                    .isInstanceOfSatisfying(
                            DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MANIFEST_UNREADABLE))
                    .hasMessageContaining("lies outside native-exports/");
        }
    }

    private void assertUnreadable(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MANIFEST_UNREADABLE))
                .hasMessageStartingWith(URI + " is not a backup manifest: ")
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(600));
    }

    /** With one COMPLETED export that has this field too. */
    private static BackupManifest manifest(String field) {
        return read(
                "{\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"environment\":\"e\",\"exports\":[{\"table_name\":\"t\",\"status\":\"COMPLETED\",%s}]}"
                        .formatted(field));
    }

    private static BackupManifest read(String json) {
        return BackupManifestJson.read(json.getBytes(UTF_8), LocalDate.of(2025, 7, 20), URI);
    }

    private void assertRefused(ErrorCode code, String message) {
        assertThatThrownBy(this::contents)
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(1500));
    }

    private ExportContents contents() {
        backup.objects().forEach(store::put);
        return reader.contents(export.folder(), reader.summary(export.folder()).orElseThrow());
    }

    /** What stands behind the export's folder in a data file's key. */
    private String keyEnd(int file) {
        return export.dataFile(file).substring(export.folder().length());
    }

    private void rewrite(String key, String before, String after) {
        assertThat(text(key)).contains(before);
        export.rewrite(key, text(key).replace(before, after));
    }

    private String text(String key) {
        return new String(export.content(key), UTF_8);
    }
}
