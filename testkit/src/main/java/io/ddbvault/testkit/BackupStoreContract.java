package io.ddbvault.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.port.BackupReader.ObjectStart;
import io.ddbvault.core.port.BackupReader.SmallObject;
import io.ddbvault.core.port.BackupStore;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What every {@link BackupStore} does. Each test writes under a prefix of its own, so the tests may share a bucket that
 * holds other things.
 */
public abstract class BackupStoreContract {
    private static final int WRITERS = 8;

    private final String prefix = "contract/" + UUID.randomUUID() + "/";

    protected abstract BackupStore store();

    /**
     * A store on which every call is denied.
     *
     * @return empty, as here, where that cannot be set up; its test is skipped then
     */
    protected Optional<BackupStore> deniedStore() {
        return Optional.empty();
    }

    @Test
    public void readsBackWhatWasPutAndItsEtag() {
        BackupStore store = store();
        String key = prefix + "été & more+.json";

        assertThat(store.putIfAbsent(key, bytes("first"))).isTrue();

        SmallObject object = store.read(key, 5).orElseThrow();
        assertThat(object.bytes()).isEqualTo(bytes("first"));
        assertThat(object.etag()).isNotEmpty().doesNotContain("\"");
    }

    @Test
    public void anAbsentObjectIsEmptyAndNoError() {
        assertThat(store().read(prefix + "absent", 10)).isEmpty();
        assertThat(store().peek(prefix + "absent", 10)).isEmpty();
    }

    @Test
    public void putIfAbsentLeavesAnObjectAlone() {
        BackupStore store = store();
        put(store, "object", "first");

        assertThat(store.putIfAbsent(prefix + "object", bytes("second"))).isFalse();

        assertThat(text(store, "object")).isEqualTo("first");
    }

    @Test
    public void replaceWritesContentOfAnySizeWhateverLiesThere() throws IOException {
        BackupStore store = store();
        String key = prefix + "replaced";
        byte[] large = new byte[(17 << 20) + 3];
        new Random(1).nextBytes(large);
        for (byte[] content : List.of(bytes("small"), large, new byte[0], new byte[8 << 20])) {
            store.replace(key, new ByteArrayInputStream(content));

            String etag = store.peek(key, 1).orElseThrow().etag();
            try (InputStream stored = store.open(key, etag)) {
                assertThat(stored.readAllBytes()).isEqualTo(content);
            }
        }
    }

    @Test
    public void replaceLeavesTheOldObjectWhereTheContentBreaksOff() {
        BackupStore store = store();
        String key = prefix + "kept";
        put(store, "kept", "old");
        InputStream breaking = new SequenceInputStream(
                new ByteArrayInputStream(new byte[9 << 20]), new FilterInputStream(InputStream.nullInputStream()) {
                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        throw new IOException("broken");
                    }
                });

        assertThatThrownBy(() -> store.replace(key, breaking)).isInstanceOf(UncheckedIOException.class);

        assertThat(store.read(key, 100).orElseThrow().bytes()).isEqualTo(bytes("old"));
    }

    @Test
    public void putIfUnchangedReplacesTheObjectWithThatEtagAlone() {
        BackupStore store = store();
        String first = put(store, "object", "first");

        assertThat(store.putIfUnchanged(prefix + "object", bytes("second"), first))
                .isTrue();
        assertThat(store.putIfUnchanged(prefix + "object", bytes("third"), first))
                .isFalse();

        assertThat(text(store, "object")).isEqualTo("second");
    }

    @Test
    public void putIfUnchangedDoesNotCreateAnObject() {
        BackupStore store = store();
        String etag = put(store, "other", "content");

        assertThat(store.putIfUnchanged(prefix + "absent", bytes("content"), etag))
                .isFalse();

        assertThat(store.read(prefix + "absent", 10)).isEmpty();
    }

    @Test
    public void ofManyWhoPutIfAbsentOneSucceeds() throws Exception {
        BackupStore store = store();

        List<Boolean> outcomes = inParallel(writer -> store.putIfAbsent(prefix + "object", bytes("writer " + writer)));

        assertThat(outcomes).containsOnlyOnce(true);
        assertThat(text(store, "object")).isEqualTo("writer " + outcomes.indexOf(true));
    }

    @Test
    public void ofManyWhoPutIfUnchangedOneSucceeds() throws Exception {
        BackupStore store = store();
        String etag = put(store, "object", "first");

        List<Boolean> outcomes =
                inParallel(writer -> store.putIfUnchanged(prefix + "object", bytes("writer " + writer), etag));

        assertThat(outcomes).containsOnlyOnce(true);
        assertThat(text(store, "object")).isEqualTo("writer " + outcomes.indexOf(true));
    }

    @Test
    public void refusesToReadAnObjectLargerThanAsked() {
        BackupStore store = store();
        put(store, "object", "four");

        assertThat(store.read(prefix + "object", 4)).isPresent();
        assertFailsWith(ErrorCode.MANIFEST_UNREADABLE, () -> store.read(prefix + "object", 3));
    }

    @Test
    public void peekGivesTheFirstBytesAndTheWholeSize() {
        BackupStore store = store();
        String etag = put(store, "object", "0123456789");

        ObjectStart start = store.peek(prefix + "object", 4).orElseThrow();

        assertThat(start.bytes()).isEqualTo(bytes("0123"));
        assertThat(start.size()).isEqualTo(10);
        assertThat(start.etag()).isEqualTo(etag);
    }

    @Test
    public void peekGivesWhatThereIsOfAShorterObject() {
        BackupStore store = store();
        put(store, "object", "01");

        ObjectStart start = store.peek(prefix + "object", 4).orElseThrow();

        assertThat(start.bytes()).isEqualTo(bytes("01"));
        assertThat(start.size()).isEqualTo(2);
    }

    @Test
    public void anEmptyObjectIsPeekedAndReadLikeAnyOther() {
        BackupStore store = store();
        String etag = put(store, "object", "");

        ObjectStart start = store.peek(prefix + "object", 4).orElseThrow();

        assertThat(start.bytes()).isEmpty();
        assertThat(start.size()).isZero();
        assertThat(start.etag()).isEqualTo(etag);
        assertThat(text(store, "object")).isEmpty();
    }

    @Test
    public void opensTheObjectWithThatEtag() throws IOException {
        BackupStore store = store();
        String etag = put(store, "object", "content");

        try (InputStream stream = store.open(prefix + "object", etag)) {
            assertThat(stream.readAllBytes()).isEqualTo(bytes("content"));
        }
    }

    @Test
    public void aStreamMayBeClosedHalfRead() throws IOException {
        BackupStore store = store();
        String etag = put(store, "object", "content");

        try (InputStream stream = store.open(prefix + "object", etag)) {
            assertThat(stream.read()).isEqualTo('c');
        }

        assertThat(text(store, "object")).isEqualTo("content");
    }

    @Test
    public void doesNotOpenAnObjectThatWasReplaced() {
        BackupStore store = store();
        String etag = put(store, "object", "first");
        store.putIfUnchanged(prefix + "object", bytes("second"), etag);

        assertFailsWith(
                ErrorCode.OBJECT_CHANGED,
                () -> store.open(prefix + "object", etag).close());
    }

    @Test
    public void doesNotOpenAnObjectThatIsGone() {
        BackupStore store = store();
        String etag = put(store, "object", "content");

        assertFailsWith(
                ErrorCode.OBJECT_MISSING,
                () -> store.open(prefix + "gone", etag).close());
    }

    @Test
    public void foldersAreTheNamesDirectlyUnderAPrefix() {
        BackupStore store = store();
        put(store, "a/object", "");
        put(store, "a/deep/er/object", "");
        put(store, "b/object", "");
        put(store, "object", "");
        put(store, "a-sibling", "");

        assertThat(store.folders(prefix)).containsExactlyInAnyOrder("a", "b");
        assertThat(store.folders(prefix + "a/")).containsExactlyInAnyOrder("deep");
        assertThat(store.folders(prefix + "none/")).isEmpty();
    }

    @Test
    public void foldersAreAllOfThemAlsoWhereThereAreMoreThanAThousand() throws Exception {
        BackupStore store = store();
        int perWriter = 1_010 / WRITERS + 1;
        inParallel(writer -> {
            for (int index = 0; index < perWriter; index++) {
                put(store, "many/%d-%d/object".formatted(writer, index), "");
            }
            return true;
        });

        assertThat(store.folders(prefix + "many/"))
                .hasSize(WRITERS * perWriter)
                .doesNotHaveDuplicates()
                .contains("0-0", (WRITERS - 1) + "-" + (perWriter - 1));
    }

    @Test
    public void deniedIsNeverTakenForAbsent() {
        Optional<BackupStore> store = deniedStore();
        Assumptions.assumeTrue(store.isPresent(), "no store that denies");
        BackupStore denied = store.get();
        String key = prefix + "object";

        assertFailsWith(ErrorCode.ACCESS_DENIED, () -> denied.read(key, 10));
        assertFailsWith(ErrorCode.ACCESS_DENIED, () -> denied.peek(key, 10));
        assertFailsWith(ErrorCode.ACCESS_DENIED, () -> denied.open(key, "etag").close());
        assertFailsWith(ErrorCode.ACCESS_DENIED, () -> denied.folders(prefix));
        assertFailsWith(ErrorCode.ACCESS_DENIED, () -> denied.putIfAbsent(key, bytes("content")));
        assertFailsWith(ErrorCode.ACCESS_DENIED, () -> denied.putIfUnchanged(key, bytes("content"), "etag"));
    }

    @Test
    public void namesAnObjectByItsUri() {
        assertThat(store().uri("a/b.json")).startsWith("s3://").endsWith("/a/b.json");
    }

    private String put(BackupStore store, String name, String content) {
        assertThat(store.putIfAbsent(prefix + name, bytes(content))).isTrue();
        return store.peek(prefix + name, 1).orElseThrow().etag();
    }

    private String text(BackupStore store, String name) {
        return new String(store.read(prefix + name, 1_000).orElseThrow().bytes(), UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static void assertFailsWith(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DdbvaultException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private interface Write {
        boolean by(int writer);
    }

    /** What each writer got, in the writers' order. */
    private static List<Boolean> inParallel(Write write) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                tasks.add(() -> write.by(number));
            }
            List<Boolean> outcomes = new ArrayList<>();
            for (Future<Boolean> outcome : threads.invokeAll(tasks)) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } finally {
            threads.shutdown();
        }
    }
}
