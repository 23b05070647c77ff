package io.ddbvault.core.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.MakeBackup;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadExportManifestsTest {
    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final ReadExportManifests reader = new ReadExportManifests(store, new BackupLayout("native-exports"));
    private final MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
    private MakeBackup.Export export = backup.table("orders", List.of(List.of("a", "b"), List.of()));

    @Test
    void whatTheTwoManifestsSayIsTakenFieldByField() {
        ExportContents contents = contents();

        assertThat(contents.summaryKey()).isEqualTo(export.summaryKey());
        assertThat(contents.exportArn()).isEqualTo(export.arn());
        assertThat(contents.itemCount()).isEqualTo(2);
        assertThat(contents.billedSizeBytes()).isEqualTo(200);
        assertThat(contents.files()).extracting(DataFile::key).containsExactly(export.dataFile(0), export.dataFile(1));
        assertThat(contents.files()).extracting(DataFile::itemCount).containsExactly(2L, 0L);
        assertThat(contents.files())
                .allSatisfy(file -> assertThat(file.etag()).endsWith("-1"))
                .allSatisfy(file -> assertThat(file.md5()).matches("[0-9a-f]{32}"));
    }

    @Test
    void aSizeThatIsNotToldIsUnknown() {
        for (String size : List.of("null", "-1", "\"200\"")) {
            export.rewrite(
                    export.summaryKey(),
                    text(export.summaryKey()).replaceFirst("\"billedSizeBytes\":[^,]*", "\"billedSizeBytes\":" + size));

            assertThat(contents().billedSizeBytes()).isZero();
        }
    }

    @Test
    void aMissingListOfFilesIsAnIncompleteBackup() {
        export.remove(export.filesKey());

        assertRefused(
                ErrorCode.OBJECT_MISSING,
                "s3://backups/%s is missing, which the export's manifest-summary.json names. The backup is incomplete; restore another date."
                        .formatted(export.filesKey()));
    }

    @Test
    void anAlteredListOfFilesIsKnownByItsChecksum() {
        export.replace(export.filesKey(), (text(export.filesKey()) + "\n").getBytes(UTF_8));

        assertRefused(ErrorCode.CHECKSUM_MISMATCH, "s3://backups/" + export.filesKey() + " has MD5 ");
    }

    @Test
    void aListOfFilesWithoutAChecksumIsAnIncompleteBackup() {
        export.remove(export.filesKey().replace(".json", ".md5"));

        assertRefused(
                ErrorCode.OBJECT_MISSING,
                "s3://backups/%s has no checksum object beside it (s3://backups/%s). The backup is incomplete; restore another date."
                        .formatted(export.filesKey(), export.filesKey().replace(".json", ".md5")));
    }

    @Test
    void theLastLineMayLackItsLineFeedAndLinesMayBeEmpty() {
        export.rewrite(export.filesKey(), text(export.filesKey()).strip().replace("\n", "\n\n"));

        assertThat(contents().files()).hasSize(2);
    }

    @Test
    void aLongListIsReadToItsEnd() {
        export = backup.table("users", Collections.nCopies(500, List.of("a")));

        assertThat(text(export.filesKey()).length()).isGreaterThan(100_000);
        assertThat(contents().files()).hasSize(500);
        assertThat(contents().itemCount()).isEqualTo(500);
    }

    @Test
    void aLineMayHave16KibibytesAndNoMore() {
        String list = text(export.filesKey());
        int first = list.indexOf('\n');
        export.rewrite(export.filesKey(), " ".repeat((16 << 10) - first) + list);
        assertThat(contents().files()).hasSize(2);

        export.rewrite(export.filesKey(), " ".repeat((16 << 10) - first + 1) + list);
        assertRefused(
                ErrorCode.MANIFEST_UNREADABLE, " line 1 cannot be used: it is longer than a data file's line can be.");
    }

    @Test
    void aTextMayHave2048CharactersAndNoMore() {
        String summary = text(export.summaryKey());
        String arn = export.arn() + "x".repeat(2048 - export.arn().length());
        export.rewrite(export.summaryKey(), summary.replace(export.arn(), arn));
        assertThat(contents().exportArn()).isEqualTo(arn);

        export.rewrite(export.summaryKey(), summary.replace(export.arn(), arn + "x"));
        assertRefused(ErrorCode.MANIFEST_UNREADABLE, "its field exportArn is too long or holds a control character");
    }

    @Test
    void aBackupCopiedFromAnotherPrefixIsReadWhereItLies() {
        copiedFrom("elsewhere/of/another/bucket/AWSDynamoDB/");

        assertThat(contents().files())
                .extracting(DataFile::key)
                .containsExactly(export.dataFile(0), export.dataFile(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWSDynamoDB/", "/AWSDynamoDB/", "/", ""})
    void aBackupCopiedFromABucketsRootIsReadWhereItLies(String root) {
        copiedFrom(root);

        assertThat(contents().files())
                .extracting(DataFile::key)
                .containsExactly(export.dataFile(0), export.dataFile(1));
    }

    @Test
    void filesOfAnotherExportAreRefused() {
        String id = export.folder().substring(export.folder().indexOf("AWSDynamoDB/") + 12);
        export.rewrite(export.filesKey(), text(export.filesKey()).replace(id, id.replace("0-", "1-")));

        assertRefused(
                ErrorCode.MANIFEST_UNREADABLE,
                "s3://backups/%s cannot be used: it names %s, which is of another export."
                        .formatted(export.filesKey(), export.dataFile(0).replace(id, id.replace("0-", "1-"))));
    }

    @Test
    void countsThatDoNotAddUpAreRefused() {
        export.rewrite(export.filesKey(), text(export.filesKey()).replace("\"itemCount\":0", "\"itemCount\":1"));

        assertRefused(
                ErrorCode.ITEM_COUNT_MISMATCH,
                "s3://backups/%s counts 2 items, but the files listed in s3://backups/%s hold 3. The backup is incomplete; restore another date."
                        .formatted(export.summaryKey(), export.filesKey()));
    }

    /** As if DynamoDB had written the export below {@code prefix}. */
    private void copiedFrom(String prefix) {
        String here = export.folder().substring(0, export.folder().indexOf("AWSDynamoDB/") + 12);
        for (String key : List.of(export.filesKey(), export.summaryKey())) {
            export.rewrite(key, text(key).replace("\"" + here, "\"" + prefix));
            assertThat(text(key)).contains("S3Key\":\"" + prefix).doesNotContain(here);
        }
    }

    private void assertRefused(ErrorCode code, String message) {
        assertThatThrownBy(this::contents)
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private ExportContents contents() {
        for (String key : store.keys()) {
            store.delete(key);
        }
        backup.objects().forEach(store::put);
        return reader.contents(export.folder(), reader.summary(export.folder()).orElseThrow());
    }

    private String text(String key) {
        return new String(export.content(key), UTF_8);
    }
}
