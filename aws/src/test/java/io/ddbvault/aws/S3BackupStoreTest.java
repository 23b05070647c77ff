package io.ddbvault.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.port.BackupReader.ObjectStart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The store on an S3 server. */
class S3BackupStoreTest {
    private static final String KEY = "native-exports/2025-07-22/manifest.json";

    private final String bucket = LocalAws.bucket();
    private final S3BackupStore store = new S3BackupStore(LocalAws.CLIENTS.s3(), bucket, null, null);

    @Test
    void aNewObjectIsWrittenOnce() {
        assertThat(store.putIfAbsent(KEY, bytes("first"))).isTrue();
        assertThat(store.putIfAbsent(KEY, bytes("second"))).isFalse();

        assertThat(store.read(KEY, 100).orElseThrow().bytes()).asString().isEqualTo("first");
    }

    @Test
    void anObjectIsReplacedOnlyWhileItIsTheOneRead() {
        store.putIfAbsent(KEY, bytes("first"));
        String etag = store.read(KEY, 100).orElseThrow().etag();

        assertThat(store.putIfUnchanged(KEY, bytes("second"), etag)).isTrue();
        assertThat(store.putIfUnchanged(KEY, bytes("third"), etag)).isFalse();

        assertThat(store.read(KEY, 100).orElseThrow().bytes()).asString().isEqualTo("second");
    }

    @Test
    void anAbsentObjectIsNotReplaced() {
        assertThat(store.putIfUnchanged(KEY, bytes("x"), "0123456789abcdef0123456789abcdef"))
                .isFalse();
        assertThat(store.read(KEY, 100)).isEmpty();
    }

    @Test
    void anAbsentObjectIsEmptyToReadAndPeek() {
        assertThat(store.read("no/such", 100)).isEmpty();
        assertThat(store.peek("no/such", 100)).isEmpty();
    }

    @Test
    void anObjectAsLargeAsAllowedIsReadAndALargerOneIsRefused() {
        store.putIfAbsent(KEY, bytes("12345"));

        assertThat(store.read(KEY, 5).orElseThrow().bytes()).asString().isEqualTo("12345");
        DdbvaultException error = catchThrowableOfType(DdbvaultException.class, () -> store.read(KEY, 4));
        assertThat(error.code()).isEqualTo(ErrorCode.MANIFEST_UNREADABLE);
        assertThat(error.text()).startsWith(store.uri(KEY) + " is larger than 4 bytes");
    }

    @Test
    void aPeekGivesTheStartAndTheWholeSize() {
        store.putIfAbsent(KEY, bytes("1234567890"));

        ObjectStart start = store.peek(KEY, 4).orElseThrow();

        assertThat(start.bytes()).asString().isEqualTo("1234");
        assertThat(start.size()).isEqualTo(10);
        assertThat(start.etag()).isEqualTo(store.read(KEY, 100).orElseThrow().etag());
        assertThat(store.peek(KEY, 100).orElseThrow().bytes()).asString().isEqualTo("1234567890");
    }

    @Test
    void aPeekAtAnEmptyObjectGivesItsEtag() {
        store.putIfAbsent(KEY, new byte[0]);

        ObjectStart start = store.peek(KEY, 4).orElseThrow();

        assertThat(start.size()).isZero();
        assertThat(start.bytes()).isEmpty();
        assertThat(start.etag()).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
    }

    @Test
    void anObjectIsOpenedWhileItIsTheOneChecked() throws IOException {
        store.putIfAbsent(KEY, bytes("first"));
        String etag = store.peek(KEY, 1).orElseThrow().etag();

        try (InputStream content = store.open(KEY, etag)) {
            assertThat(content.readAllBytes()).asString().isEqualTo("first");
        }
        store.putIfUnchanged(KEY, bytes("second"), etag);

        DdbvaultException error = catchThrowableOfType(DdbvaultException.class, () -> store.open(KEY, etag));
        assertThat(error.code()).isEqualTo(ErrorCode.OBJECT_CHANGED);
        assertThat(error.text()).startsWith(store.uri(KEY) + " has changed since it was checked");
    }

    @Test
    void anAbsentObjectCannotBeOpened() {
        DdbvaultException error = catchThrowableOfType(
                DdbvaultException.class, () -> store.open(KEY, "0123456789abcdef0123456789abcdef"));

        assertThat(error.code()).isEqualTo(ErrorCode.OBJECT_MISSING);
        assertThat(error.text()).startsWith(store.uri(KEY) + " is gone");
    }

    @Test
    void foldersAreThoseDirectlyUnderThePrefix() {
        store.putIfAbsent("native-exports/2025-07-21/manifest.json", bytes("x"));
        store.putIfAbsent("native-exports/2025-07-22/t/AWSDynamoDB/e/data/a.json.gz", bytes("x"));
        store.putIfAbsent("native-exports/_state/locks/t", bytes("x"));
        store.putIfAbsent("native-exports/file", bytes("x"));
        store.putIfAbsent("elsewhere/2025-07-23/manifest.json", bytes("x"));

        assertThat(store.folders("native-exports/")).containsExactlyInAnyOrder("2025-07-21", "2025-07-22", "_state");
        assertThat(store.folders("nothing/")).isEmpty();
    }

    @Test
    void aMissingBucketIsAnErrorAndNoAbsence() {
        S3BackupStore nowhere = new S3BackupStore(LocalAws.CLIENTS.s3(), "no-such-bucket-here", null, null);

        assertThat(catchThrowableOfType(DdbvaultException.class, () -> nowhere.read(KEY, 100))
                        .code())
                .isEqualTo(ErrorCode.BUCKET_NOT_FOUND);
        assertThat(catchThrowableOfType(DdbvaultException.class, () -> nowhere.folders("native-exports/"))
                        .code())
                .isEqualTo(ErrorCode.BUCKET_NOT_FOUND);
        assertThat(catchThrowableOfType(DdbvaultException.class, () -> nowhere.putIfAbsent(KEY, bytes("x")))
                        .code())
                .isEqualTo(ErrorCode.BUCKET_NOT_FOUND);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
