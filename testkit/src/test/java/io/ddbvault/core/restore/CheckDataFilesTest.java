package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.DataFile;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.CheckDataFiles.Inspection;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.MakeBackup;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CheckDataFilesTest {
    private static final byte[] CONTENT = MakeBackup.gzip(List.of("{\"Item\":{}}"));
    private static final String NEXT =
            " Bring back the object's earlier version if the bucket keeps versions, or restore another date.";

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");
    private final Stop stop = Stop.onRequest(clock);

    @Test
    void aFileIsUnchangedIfItsEtagIsTheOneThatDynamoDbNoted() {
        store.put("file", CONTENT, "etag-1");

        assertThat(check(file("md5 of something else", "etag-1")))
                .containsExactly(new CheckedFile(file("md5 of something else", "etag-1"), "etag-1", CONTENT.length));
    }

    @Test
    void aFileIsUnchangedIfItsEtagIsItsMd5() {
        store.put("file", CONTENT, "0123456789abcdef0123456789abcdef");

        assertThat(check(file("0123456789abcdef0123456789abcdef", "etag-1"))).hasSize(1);
    }

    @Test
    void whereItsEtagTellsNothingAFileIsReadAndHashed() throws Exception {
        store.put("file", CONTENT, "etag-of-a-copy-in-parts-7");

        assertThat(check(file(md5(CONTENT), "etag-1")))
                .containsExactly(
                        new CheckedFile(file(md5(CONTENT), "etag-1"), "etag-of-a-copy-in-parts-7", CONTENT.length));
    }

    @Test
    void aFileThatHasAnotherMd5IsRefused() throws Exception {
        store.put("file", CONTENT, "etag-of-a-copy-in-parts-7");
        String other = md5(new byte[] {1});

        assertRefused(
                ErrorCode.OBJECT_CHANGED,
                "The data file s3://backups/file was truncated, replaced or altered: its MD5 is %s, the export's manifest says %s."
                                .formatted(md5(CONTENT), other)
                        + NEXT,
                file(other, "etag-1"));
    }

    @Test
    void aFileThatIsMissingIsRefused() {
        assertRefused(
                ErrorCode.OBJECT_MISSING,
                "The data file s3://backups/file is missing, which the export's manifest lists with 7 items." + NEXT,
                file("md5", "etag-1"));
    }

    @Test
    void aFileThatIsEmptyIsRefused() {
        store.put("file", new byte[0], "etag-1");

        assertRefused(
                ErrorCode.DATA_FILE_DAMAGED,
                "The data file s3://backups/file is empty, which the export's manifest lists with 7 items." + NEXT,
                file("md5", "etag-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1f", "1f 00", "00 8b", "8b 1f", "50 4b 03 04"})
    void aFileThatIsNotGzipIsRefusedWhateverItsEtag(String bytes) {
        store.put("file", HexFormat.ofDelimiter(" ").parseHex(bytes), "etag-1");

        assertRefused(
                ErrorCode.DATA_FILE_DAMAGED,
                "The data file s3://backups/file is not gzip." + NEXT,
                file("md5", "etag-1"));
    }

    @Test
    void ofManyBadFilesTheFirstInTheListsOrderIsNamed() {
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            files.add(new DataFile("file-" + i, 1, "md5", "etag-1"));
            if (i < 13) {
                store.put("file-" + i, CONTENT, "etag-1");
            }
        }

        assertThatThrownBy(() -> new CheckDataFiles(store).check(files, stop))
                .hasMessageContaining("file-13 is missing");
    }

    @Test
    void noFilesAreNoFault() {
        assertThat(new CheckDataFiles(store).check(List.of(), stop)).isEmpty();
    }

    @Test
    void aFileReplacedSinceItWasCheckedIsRefusedBeforeTheTableIsTouched() {
        store.put("file", CONTENT, "etag-1");
        CheckDataFiles checkDataFiles = new CheckDataFiles(store);
        List<CheckedFile> checked = checkDataFiles.check(List.of(file("md5", "etag-1")), stop);
        checkDataFiles.requireUnchanged(checked, stop);

        store.put("file", CONTENT, "etag-2");
        assertThatThrownBy(() -> checkDataFiles.requireUnchanged(checked, stop))
                .hasMessage(
                        "The data file s3://backups/file was replaced since it was checked. The table was not touched."
                                + NEXT);
        store.delete("file");
        assertThatThrownBy(() -> checkDataFiles.requireUnchanged(checked, stop))
                .hasMessageContaining("file is missing");
    }

    @Test
    void oneThatIsStoppedStartsNothing() {
        stop.request("SIGTERM");

        assertRefused(
                ErrorCode.STOPPED,
                "Not started: SIGTERM came while the data files were checked. Restore this table again.",
                file("md5", "etag-1"));
    }

    @Test
    void theDeadlineEndsTheHashingOfALargeFile() {
        store.put("file", CONTENT, "etag-of-a-copy");
        Stop deadline = new Stop(clock, clock.instant().plus(Duration.ofMinutes(1)));
        InputStream endless = new Endless(() -> clock.advance(Duration.ofSeconds(1)));

        assertThatThrownBy(() -> new CheckDataFiles(reading(endless)).check(List.of(file("md5", "etag-1")), deadline))
                .hasMessage(
                        "Not started: the deadline came while the data files were checked. Restore this table again.");
    }

    @Test
    void aFileThatCannotBeReadIsTheStoresFault() {
        store.put("file", CONTENT, "etag-of-a-copy");
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };

        assertThatThrownBy(() -> new CheckDataFiles(reading(broken)).check(List.of(file("md5", "etag-1")), stop))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AWS_UNAVAILABLE))
                .hasMessage("The data file s3://backups/file could not be read: connection reset. Try again.");
    }

    @Test
    void onceAFileIsBadNobodyReadsTheOthersOn() throws InterruptedException {
        nobodyReadsOn(Optional.empty(), (checkDataFiles, files) -> checkDataFiles.check(files, stop), "bad is missing");
    }

    @Test
    void onceAnInspectionFailsNobodyReadsTheOthersOn() throws InterruptedException {
        nobodyReadsOn(
                Optional.of(new DdbvaultException(ErrorCode.ACCESS_DENIED, "S3 denies it")),
                (checkDataFiles, files) -> checkDataFiles.inspect(files, file -> false, stop),
                "S3 denies it");
    }

    /** @param failure of the look at the bad file; without one it is missing */
    private void nobodyReadsOn(
            Optional<DdbvaultException> failure, BiConsumer<CheckDataFiles, List<DataFile>> check, String message)
            throws InterruptedException {
        store.put("large", CONTENT, "etag-of-a-copy");
        AtomicBoolean testIsOver = new AtomicBoolean();
        CountDownLatch reading = new CountDownLatch(1);
        InputStream endless = new Endless(() -> {
            reading.countDown();
            if (testIsOver.get()) {
                throw new IllegalStateException("nobody stopped this");
            }
        });
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        BackupReader slow = new Reading(store, endless) {
            @Override
            public Optional<ObjectStart> peek(String key, int bytes) {
                if (key.equals("bad")) {
                    await(reading);
                    failure.ifPresent(e -> {
                        throw e;
                    });
                }
                return super.peek(key, bytes);
            }
        };
        List<DataFile> files =
                List.of(new DataFile("bad", 1, "md5", "etag-1"), new DataFile("large", 1, "md5", "etag-1"));

        try {
            assertThatThrownBy(() -> check.accept(new CheckDataFiles(slow), files))
                    .hasMessageContaining(message);
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (!before.contains(thread) && thread.getName().startsWith("pool-")) {
                    thread.join(10_000);
                    assertThat(thread.isAlive()).as(thread.getName()).isFalse();
                }
            }
        } finally {
            testIsOver.set(true);
        }
    }

    @Test
    void anInspectionTellsOfEachFileHowItIsOrWhatIsWrongWithIt() throws Exception {
        store.put("good", CONTENT, "etag-1");
        store.put("copy", CONTENT, "etag-of-a-copy");
        store.put("altered", CONTENT, "etag-of-a-copy");
        List<DataFile> files = List.of(
                new DataFile("missing", 7, "md5", "etag-1"),
                new DataFile("good", 7, "md5", "etag-1"),
                new DataFile("copy", 7, md5(CONTENT), "etag-1"),
                new DataFile("altered", 7, "md5", "etag-1"));

        List<Inspection> found = new CheckDataFiles(store).inspect(files, file -> false, stop);

        assertThat(found).extracting(Inspection::file).isEqualTo(files);
        assertThat(found)
                .extracting(Inspection::checked)
                .containsExactly(
                        null,
                        new CheckedFile(files.get(1), "etag-1", CONTENT.length),
                        new CheckedFile(files.get(2), "etag-of-a-copy", CONTENT.length),
                        null);
        assertThat(found).extracting(Inspection::hashed).containsExactly(false, false, true, false);
        assertThat(found)
                .extracting(file -> file.wrong() == null ? null : file.wrong().code())
                .containsExactly(ErrorCode.OBJECT_MISSING, null, null, ErrorCode.OBJECT_CHANGED);
    }

    @Test
    void anInspectionDoesNotHashWhatIsReadLater() {
        store.put("file", CONTENT, "etag-of-a-copy");
        DataFile altered = file("md5", "etag-1");

        assertThat(new CheckDataFiles(store).inspect(List.of(altered), file -> true, stop))
                .containsExactly(new Inspection(
                        altered, new CheckedFile(altered, "etag-of-a-copy", CONTENT.length), null, false));
    }

    @Test
    void theDeadlineEndsTheHashingOfAnInspection() {
        store.put("file", CONTENT, "etag-of-a-copy");
        Stop deadline = new Stop(clock, clock.instant().plus(Duration.ofMinutes(1)));
        InputStream endless = new Endless(() -> clock.advance(Duration.ofSeconds(1)));

        assertThatThrownBy(() -> new CheckDataFiles(reading(endless))
                        .inspect(List.of(file("md5", "etag-1")), file -> false, deadline))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STOPPED));
    }

    @Test
    void whoeverInterruptsTheCheckIsHeard() {
        CountDownLatch interrupted = new CountDownLatch(1);
        BackupReader slow = new Reading(store, InputStream.nullInputStream()) {
            @Override
            public Optional<ObjectStart> peek(String key, int bytes) {
                await(interrupted);
                return super.peek(key, bytes);
            }
        };
        Thread.currentThread().interrupt();

        try {
            assertThatThrownBy(() -> new CheckDataFiles(slow).check(List.of(file("md5", "etag-1")), stop))
                    .isInstanceOfSatisfying(
                            DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL_ERROR))
                    .hasMessage("The check of the data files was interrupted.");
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            interrupted.countDown();
        }
    }

    private List<CheckedFile> check(DataFile file) {
        return new CheckDataFiles(store).check(List.of(file), stop);
    }

    private void assertRefused(ErrorCode code, String message, DataFile file) {
        assertThatThrownBy(() -> check(file))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(message);
    }

    private static DataFile file(String md5, String etag) {
        return new DataFile("file", 7, md5, etag);
    }

    private BackupReader reading(InputStream stream) {
        return new Reading(store, stream);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String md5(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    }

    /** The store, but every object that is opened gives these bytes. */
    private static class Reading implements BackupReader {
        private final BackupReader store;
        private final InputStream stream;

        Reading(BackupReader store, InputStream stream) {
            this.store = store;
            this.stream = stream;
        }

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
            return stream;
        }

        @Override
        public List<String> folders(String prefix) {
            return store.folders(prefix);
        }

        @Override
        public String uri(String key) {
            return store.uri(key);
        }
    }

    private static final class Endless extends InputStream {
        private final Runnable beforeEachRead;

        Endless(Runnable beforeEachRead) {
            this.beforeEachRead = beforeEachRead;
        }

        @Override
        public int read() {
            beforeEachRead.run();
            return 0;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            beforeEachRead.run();
            return length;
        }
    }
}
