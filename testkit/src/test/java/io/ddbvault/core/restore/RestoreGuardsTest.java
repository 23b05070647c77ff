package io.ddbvault.core.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.BackupManifestJson;
import io.ddbvault.core.manifest.ExportSummary;
import io.ddbvault.core.manifest.ReadExportManifests;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.port.Tables.KeyPage;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryExistingItems;
import io.ddbvault.testkit.InMemoryItemWriter;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ways to lose data with a success for an answer, or to touch a table in vain, that a review found. */
class RestoreGuardsTest {
    private static final String RESTORE_ID = "20250722T030000Z-00000001";
    private static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));
    private static final KeySchema OTHER = new KeySchema(List.of(new KeyAttribute("other", "S")));

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final InMemoryTables tables = new InMemoryTables();
    private final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");
    private final MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
    private final Stop stop = Stop.onRequest(clock);
    private ProgressListener listener = ProgressListener.NONE;
    private ItemWriter writer = new InMemoryItemWriter(tables);
    private Map<String, String> variables = Map.of();

    @Test
    void itemsOfAnyFileThatWouldReplaceEachOtherUnderAShorterKeyAreRefusedBeforeTheClear() {
        table("orders", ID);
        backup.table("orders", List.of(List.of(line("a")), List.of(line("b"), line("b"))));

        TableResult result = restore().results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.error()).contains("line 2 has the same key as an item before it");
        assertThat(tables.texts("orders")).containsExactly(live(ID));
    }

    @Test
    void moreItemsThanKeysCanBeHeldAreWarnedAboutAndReplacementsInABatchAreNoSuccess() {
        List<String> lines =
                IntStream.range(0, 20).mapToObj(i -> line("item-" + i)).toList();
        List<String> twice = List.of(line("last"), line("last"));
        table("orders", ID);
        backup.table("orders", List.of(lines, twice));
        put();
        TableDescription target = tables.describe("orders").orElseThrow();
        CheckKeySchema check = new CheckKeySchema(store, 10 * KeySet.BYTES_PER_KEY);
        RestoreFixture fixture = new RestoreFixture();

        assertThat(check.check(fixture.entry, fixture.summary, target, fixture.files, stop))
                .hasValueSatisfying(warning -> assertThat(warning).contains("orders", "a part of the items only"));
    }

    @Test
    void twoItemsWithOneKeyInABatchAreWrittenAndNoSuccess() {
        table("orders", ID);
        backup.table("orders", List.of(List.of(line("a"), line("b"), line("b"))));
        backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        writer = batch -> {
            ItemWriter.Outcome outcome = new InMemoryItemWriter(tables).write(batch);
            return outcome instanceof ItemWriter.Refused refused
                    ? new ItemWriter.Refused(refused.reason(), true)
                    : outcome;
        };

        TableResult result = restore().results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.error()).contains("two have the same key");
        assertThat(tables.texts("orders")).hasSize(2);
    }

    @Test
    void anExportOfThisVeryTableNeedsNoLookAtItsItems() {
        table("orders", ID);
        backup.table("orders", List.of(List.of(line("b"), line("b"))));
        put();
        TableDescription described = tables.describe("orders").orElseThrow();
        TableDescription same = new TableDescription(
                "orders", described.arn(), "0f0e0d0c-0b0a-4908-8706-050403020100", "ACTIVE", ID, 0, 0);
        RestoreFixture fixture = new RestoreFixture();

        assertThat(new CheckKeySchema(store, 1 << 20).check(fixture.entry, fixture.summary, same, fixture.files, stop))
                .isEmpty();
        assertThatThrownBy(() -> new CheckKeySchema(store, 1 << 20)
                        .check(fixture.entry, fixture.summary, described, fixture.files, stop))
                .hasMessageContaining("same key");
    }

    @Test
    void keysThatCannotBeReadDoNotPassForRightOnes() {
        table("orders", OTHER);
        backup.table("orders", List.of(List.of(line("a"))));
        AtomicInteger opens = new AtomicInteger();

        assertThatThrownBy(() -> restore(new Reading() {
                    @Override
                    public InputStream open(String key, String etag) {
                        return opens.incrementAndGet() > 1 ? super.open(key, etag) : broken();
                    }
                }))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AWS_UNAVAILABLE));
        assertThat(tables.texts("orders")).containsExactly(live(OTHER));
    }

    @Test
    void aMalformedFirstLineDoesNotHideAWrongKey() {
        table("orders", OTHER);
        backup.table("orders", List.of(List.of("not an item", line("a"), line("b"))));

        assertThat(restore().results().get(0).error()).contains("line 2 has no such other (S)");
        assertThat(tables.texts("orders")).containsExactly(live(OTHER));
    }

    @ParameterizedTest
    @EnumSource(names = {"AWS_UNAVAILABLE", "THROTTLED", "INVALID_SETTINGS", "BUCKET_NOT_FOUND"})
    void anErrorOfTheEnvironmentAtOneTableStopsAllBeforeAnyIsTouched(ErrorCode code) {
        table("one", ID);
        table("two", ID);
        backup.table("one", List.of(List.of(line("a"))));
        backup.table("two", List.of(List.of(line("a"))));
        tables.faults().on(InMemoryTables.Call.DESCRIBE, "two").throwing(new DdbvaultException(code, "no"));

        assertThatThrownBy(this::restore)
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThat(tables.texts("one")).containsExactly(live(ID));
        assertThat(tables.texts("two")).containsExactly(live(ID));
    }

    @Test
    void latestPassesOverAnExportThatIsJustBeingWritten() {
        table("orders", ID);
        backup.table("orders", List.of(List.of(line("of the older one"))));
        MakeBackup newer = new MakeBackup("backups", "native-exports", "2025-07-21", "production");
        MakeBackup.Export half = newer.table("orders", List.of(List.of(line("half written"))));
        newer.entry(0).put("status", "IN_PROGRESS");
        half.remove(half.folder() + "manifest-summary.md5");
        newer.objects().forEach(store::put);

        RestoreReport report = restore();

        assertThat(report.date()).isEqualTo("2025-07-20");
        assertThat(tables.texts("orders")).containsExactly("{\"id\":{\"S\":\"of the older one\"}}");
    }

    @Test
    void aDateWhoseExportIsJustBeingWrittenHasNotEndedYet() {
        table("orders", ID);
        MakeBackup.Export half = backup.table("orders", List.of(List.of(line("half written"))));
        backup.entry(0).put("status", "IN_PROGRESS");
        half.remove(half.folder() + "manifest-summary.md5");

        put();
        RestoreReport report = run(store, tables, new RestoreRequest(LocalDate.of(2025, 7, 20), null, false, true, 5));

        assertThat(report.results().get(0).error()).contains("has not ended yet");
    }

    @Test
    void latestPassesOverAnUnmarkedExportWithAWrongChecksum() {
        table("orders", ID);
        backup.table("orders", List.of(List.of(line("good"))));
        MakeBackup newer = new MakeBackup("backups", "native-exports", "2025-07-21", "production");
        MakeBackup.Export spoilt = newer.table("orders", List.of(List.of(line("spoilt"))));
        newer.entry(0).put("status", "IN_PROGRESS");
        spoilt.replace(spoilt.folder() + "manifest-summary.md5", "AAAAAAAAAAAAAAAAAAAAAA==".getBytes(UTF_8));
        newer.objects().forEach(store::put);

        assertThat(restore().date()).isEqualTo("2025-07-20");
    }

    @Test
    void aBackupThatNamesAnotherBucketIsRestoredWithAWarning() {
        table("orders", ID);
        backup.table("orders", List.of(List.of(line("a"))));
        backup.entry(0).put("s3_bucket", "the-original");

        RestoreReport report = restore();

        assertThat(report.results().get(0).status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(report.warnings()).singleElement().asString().contains("orders", "copy");
    }

    @Test
    void aThrottledScanIsWaitedOutForHours() {
        table("orders", ID);
        IntStream.range(0, 50).forEach(i -> tables.put("orders", "{\"id\":{\"S\":\"old-%d\"}}".formatted(i)));
        backup.table("orders", List.of(List.of(line("new"))));
        put();

        RestoreReport report = run(store, new Scanning(ErrorCode.THROTTLED, Duration.ofHours(2)), clearing());

        assertThat(report.results().get(0).error()).isNull();
        assertThat(report.results().get(0).itemsCleared()).isEqualTo(51);
        assertThat(tables.texts("orders")).containsExactly("{\"id\":{\"S\":\"new\"}}");
    }

    @Test
    void aScanWithoutAnyAnswerIsGivenUpAfterMinutesAndNothingIsWritten() {
        table("orders", ID);
        IntStream.range(0, 100).forEach(i -> tables.put("orders", "{\"id\":{\"S\":\"old-%d\"}}".formatted(i)));
        backup.table("orders", List.of(List.of(line("new"))));
        put();

        // With one segment: those of several pause at the same time, which on this clock adds up.
        RestoreRequest request = new RestoreRequest(null, null, false, true, 1);
        TableResult result = run(store, new Scanning(ErrorCode.AWS_UNAVAILABLE, Duration.ofDays(300)), request)
                .results()
                .get(0);

        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.error()).contains("the scan's failure");
        assertThat(result.itemsWritten()).isZero();
        assertThat(tables.texts("orders")).hasSize((int) (101 - result.itemsCleared()));
        assertThat(clock.slept()).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(8));
    }

    @Test
    void aRefusedDeleteKeepsTheTableFromPassingForCleared() {
        table("orders", ID);
        backup.table("orders", List.of(List.of(line("new"))));
        writer = batch -> batch.operation() == WriteBatch.Operation.DELETE
                ? new ItemWriter.Refused("no")
                : new InMemoryItemWriter(tables).write(batch);

        TableResult result = restore().results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.itemsWritten()).isZero();
        assertThat(tables.texts("orders")).containsExactly(live(ID));
    }

    @Test
    void aStopBeforeTheWorkReadsNoFileAndSkipsTheTables() {
        table("orders", ID);
        backup.table("orders", List.of(List.of(line("a"))));
        stop.request("the test's stop");
        AtomicInteger opens = new AtomicInteger();

        RestoreReport report = restore(new Reading() {
            @Override
            public InputStream open(String key, String etag) {
                opens.incrementAndGet();
                return super.open(key, etag);
            }
        });

        assertThat(report.results().get(0).status()).isEqualTo(TableStatus.SKIPPED);
        assertThat(report.results().get(0).error()).contains("the test's stop");
        assertThat(opens).hasValue(0);
        assertThat(tables.texts("orders")).containsExactly(live(ID));
    }

    @Test
    void aStopWhileAFileIsHashedEndsTheCheck() {
        table("orders", ID);
        MakeBackup.Export export = backup.table("orders", List.of(List.of(line("a"))));
        put();
        store.put(export.dataFile(0), export.content(export.dataFile(0)), "copied-in-parts");

        RestoreReport report = run(
                new Reading() {
                    @Override
                    public InputStream open(String key, String etag) {
                        stop.request("the test's stop");
                        return super.open(key, etag);
                    }
                },
                tables,
                clearing());

        assertThat(report.results().get(0).status()).isEqualTo(TableStatus.SKIPPED);
        assertThat(tables.texts("orders")).containsExactly(live(ID));
    }

    @Test
    void aFileCopiedInPartsIsKnownByItsBytes() {
        table("orders", ID);
        MakeBackup.Export export = backup.table("orders", List.of(List.of(line("a"))));
        put();
        store.put(export.dataFile(0), export.content(export.dataFile(0)), "copied-in-parts");

        assertThat(run(store, tables, clearing()).results().get(0).status()).isEqualTo(TableStatus.COMPLETED);
    }

    @Test
    void aFileWithTheEtagOfItsManifestIsNotReadToBeKnown() {
        table("orders", ID);
        MakeBackup.Export export = backup.table("orders", List.of(List.of(line("a"))));
        backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        put();
        String list = new String(export.content(export.filesKey()), UTF_8);
        String etag = list.replaceAll("(?s).*\"etag\":\"([^\"]*)\".*", "$1");
        store.put(export.dataFile(0), export.content(export.dataFile(0)), etag);
        AtomicInteger opens = new AtomicInteger();

        RestoreReport report = run(
                new Reading() {
                    @Override
                    public InputStream open(String key, String etag) {
                        opens.incrementAndGet();
                        return super.open(key, etag);
                    }
                },
                tables,
                clearing());

        assertThat(etag).endsWith("-1");
        assertThat(report.results().get(0).status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(opens).hasValue(1);
    }

    @Test
    void aListenerThatFailsDoesNotCostTheReport() {
        table("orders", ID);
        backup.table("orders", List.of(List.of(line("a"))));
        listener = event -> {
            throw new IllegalStateException("boom");
        };

        assertThat(restore().results().get(0).status()).isEqualTo(TableStatus.COMPLETED);
    }

    @Test
    void aFileThatVanishedWhileAnotherTableWasRestoredKeepsTheSecondTableFromBeingCleared() {
        table("one", ID);
        table("two", ID);
        backup.table("one", List.of(List.of(line("a"))));
        MakeBackup.Export second = backup.table("two", List.of(List.of(line("b"))));
        writer = batch -> {
            store.delete(second.dataFile(0));
            return new InMemoryItemWriter(tables).write(batch);
        };

        RestoreReport report = restore();

        assertThat(report.results())
                .extracting(TableResult::status)
                .containsExactly(TableStatus.COMPLETED, TableStatus.FAILED);
        assertThat(report.results().get(1).error()).contains(second.dataFile(0), "is missing");
        assertThat(tables.texts("two")).containsExactly(live(ID));
    }

    @Test
    void aFileReplacedWhileAnotherTableWasRestoredKeepsTheSecondTableFromBeingCleared() {
        table("one", ID);
        table("two", ID);
        backup.table("one", List.of(List.of(line("a"))));
        MakeBackup.Export second = backup.table("two", List.of(List.of(line("b"))));
        writer = batch -> {
            store.put(second.dataFile(0), MakeBackup.gzip(List.of(line("c"))));
            return new InMemoryItemWriter(tables).write(batch);
        };

        assertThat(restore().results().get(1).error()).contains("was replaced since it was checked");
        assertThat(tables.texts("two")).containsExactly(live(ID));
    }

    @Test
    void aFileWhoseBytesAreNotItsManifestsThoughItsEtagIsEndsInNoSuccess() {
        table("orders", ID);
        MakeBackup.Export export = backup.table("orders", List.of(List.of(line("a"))));
        put();
        BackupReader.ObjectStart start = store.peek(export.dataFile(0), 2).orElseThrow();
        store.put(export.dataFile(0), MakeBackup.gzip(List.of(line("b"))), start.etag());

        TableResult result = run(store, tables, clearing()).results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.error()).contains(export.dataFile(0) + " has MD5");
    }

    @Test
    void withoutTablesInTheRequestOnlyThoseOfTheAllowListAreWrittenAndTheRestIsNamed() {
        table("allowed", ID);
        table("other", ID);
        backup.table("allowed", List.of(List.of(line("a"))));
        backup.table("other", List.of(List.of(line("a"))));
        variables = Map.of("DYNAMODB_TABLES", "[\"allowed\"]");

        RestoreReport report = restore();

        assertThat(report.results()).extracting(TableResult::table).containsExactly("allowed");
        assertThat(report.warnings()).containsExactly("Left out because DYNAMODB_TABLES does not name them: other");
        assertThat(tables.texts("other")).containsExactly(live(ID));
    }

    @Test
    void aNameThatTellsNoEnvironmentIsOneWarningPerRun() {
        table("one", ID);
        table("two", ID);
        backup.table("one", List.of(List.of(line("a"))));
        backup.table("two", List.of(List.of(line("a"))));
        variables = Map.of("TABLE_NAME_PATTERN", "app_{environment}_{type}");

        assertThat(restore().warnings())
                .containsExactly(
                        "The environment of one, two cannot be told from the name: TABLE_NAME_PATTERN is app_{environment}_{type}.");
    }

    @Test
    void ofTwoEntriesOfATableTheCompletedOneCountsThoughTheOtherIsNewer() {
        table("orders", ID);
        backup.table("orders", List.of(List.of(line("completed"))));
        backup.table("orders", List.of(List.of(line("failed"))));
        backup.entry(1).put("status", "FAILED");

        assertThat(restore().results().get(0).status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(tables.texts("orders")).containsExactly("{\"id\":{\"S\":\"completed\"}}");
    }

    @Test
    void anEntryWhoseArnIsOfAnotherTableIsRefused() {
        table("orders", ID);
        backup.table("others", List.of(List.of(line("a"))));
        backup.entry(0).put("table_name", "orders");

        assertThat(restore().results().get(0).error()).contains("gives no export of orders");
        assertThat(tables.texts("orders")).containsExactly(live(ID));
    }

    @Test
    void aDataFileListedTwiceIsRefused() {
        table("orders", ID);
        MakeBackup.Export export = backup.table("orders", List.of(List.of(line("a"))));
        String list = new String(export.content(export.filesKey()), UTF_8);
        export.rewrite(export.filesKey(), list + list);

        assertThat(restore().results().get(0).error()).contains("line 2", "a second time");
        assertThat(tables.texts("orders")).containsExactly(live(ID));
    }

    @Test
    void checksumObjectsNamedAsOnAwsPageAreReadToo() {
        table("orders", ID);
        MakeBackup.Export export = backup.table("orders", List.of(List.of(line("a"))));
        for (String name : List.of("manifest-summary", "manifest-files")) {
            export.replace(export.folder() + name + ".checksum", export.content(export.folder() + name + ".md5"));
            export.remove(export.folder() + name + ".md5");
        }

        assertThat(restore().results().get(0).status()).isEqualTo(TableStatus.COMPLETED);
    }

    private void table(String name, KeySchema keySchema) {
        tables.create(name, keySchema);
        tables.put(name, live(keySchema));
    }

    private static String live(KeySchema keySchema) {
        return "{\"%s\":{\"S\":\"live\"}}"
                .formatted(keySchema.attributes().get(0).name());
    }

    private static String line(String id) {
        return "{\"Item\":{\"id\":{\"S\":\"%s\"}}}".formatted(id);
    }

    private static RestoreRequest clearing() {
        return new RestoreRequest(null, null, false, true, 3);
    }

    private void put() {
        backup.objects().forEach(store::put);
    }

    private RestoreReport restore() {
        return restore(store);
    }

    private RestoreReport restore(BackupStore reader) {
        put();
        return run(reader, tables, clearing());
    }

    private RestoreReport run(BackupStore reader, Tables described, RestoreRequest request) {
        Map<String, String> all = new HashMap<>(
                Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "TABLE_NAME_PATTERN", ""));
        all.putAll(variables);
        // A heap that holds one table at a time: one begins when the one before has ended.
        return new Restore(
                        Settings.forRestore(all),
                        reader,
                        described,
                        writer,
                        new InMemoryExistingItems(tables),
                        clock,
                        clock,
                        "a test",
                        listener,
                        128L << 20,
                        2)
                .run(request, RESTORE_ID, stop);
    }

    private static InputStream broken() {
        return new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("connection reset");
            }
        };
    }

    /** The entry, summary and files of the backup's only table. */
    private final class RestoreFixture {
        private final BackupLayout layout = new BackupLayout("native-exports");
        private final ReadExportManifests manifests = new ReadExportManifests(store, layout);
        private final TableExport entry = BackupManifestJson.read(
                        store.bytes(backup.manifestKey()), LocalDate.of(2025, 7, 20), "manifest")
                .exports()
                .get(0);
        private final LocateExport.LocatedExport located = new LocateExport("backups", layout, manifests)
                .locate(entry, LocalDate.of(2025, 7, 20))
                .orElseThrow();
        private final ExportSummary summary = located.summary();
        private final List<CheckedFile> files = new CheckDataFiles(store)
                .check(manifests.contents(located.folder(), summary).files(), stop);
    }

    /** The store, of which a test replaces a part. */
    private class Reading implements BackupStore {
        @Override
        public Optional<SmallObject> read(String key, int maxBytes) {
            return store.read(key, maxBytes);
        }

        @Override
        public Optional<ObjectStart> peek(String key, int bytes) {
            return store.peek(key, bytes);
        }

        @Override
        public InputStream open(String key, String etag) {
            return store.open(key, etag);
        }

        @Override
        public List<String> folders(String prefix) {
            return store.folders(prefix);
        }

        @Override
        public boolean putIfAbsent(String key, byte[] content) {
            return store.putIfAbsent(key, content);
        }

        @Override
        public boolean putIfUnchanged(String key, byte[] content, String etag) {
            return store.putIfUnchanged(key, content, etag);
        }

        @Override
        public void replace(String key, InputStream content) {
            store.replace(key, content);
        }

        @Override
        public String uri(String key) {
            return store.uri(key);
        }
    }

    /** The tables, whose scans fail from their second page on, for as long as is slept. */
    private final class Scanning implements Tables {
        private final ErrorCode code;
        private final Duration howLong;

        Scanning(ErrorCode code, Duration howLong) {
            this.code = code;
            this.howLong = howLong;
        }

        @Override
        public Optional<TableDescription> describe(String table) {
            return tables.describe(table);
        }

        @Override
        public Optional<String> timeToLive(String table) {
            return tables.timeToLive(table);
        }

        @Override
        public Iterator<ItemPage> itemPages(TableDescription table, Segment segment) {
            return tables.itemPages(table, segment);
        }

        @Override
        public FoundItems items(TableDescription table, List<byte[]> keys) {
            return tables.items(table, keys);
        }

        @Override
        public Iterator<KeyPage> keyPages(TableDescription table, Segment segment) {
            Iterator<KeyPage> pages = tables.keyPages(table, segment);
            KeyPage first = pages.next();
            return new Iterator<>() {
                private boolean begun;

                @Override
                public boolean hasNext() {
                    return !begun || pages.hasNext();
                }

                @Override
                public KeyPage next() {
                    if (!begun) {
                        begun = true;
                        return first;
                    }
                    if (clock.slept().compareTo(howLong) < 0) {
                        throw new DdbvaultException(code, "the scan's failure");
                    }
                    return pages.next();
                }
            };
        }
    }
}
