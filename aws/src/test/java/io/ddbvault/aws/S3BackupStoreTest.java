package io.ddbvault.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.testkit.BackupStoreContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The store on an S3 server. */
class S3BackupStoreTest extends BackupStoreContract {
    private static final String KEY = "native-exports/2025-07-22/manifest.json";

    private final String bucket = LocalAws.bucket();
    private final S3BackupStore store = new S3BackupStore(LocalAws.CLIENTS.s3(), bucket, null, null);
    private final AwsStub denying = new AwsStub().replies(AwsStub.s3Error(403, "AccessDenied", "Access Denied"));
    private final AwsClients deniedClients = AwsClients.create(denying.environment());

    S3BackupStoreTest() throws IOException {}

    @AfterEach
    void close() {
        deniedClients.close();
        denying.close();
    }

    @Override
    protected BackupStore store() {
        return store;
    }

    @Override
    protected Optional<BackupStore> deniedStore() {
        return Optional.of(new S3BackupStore(deniedClients.s3(), bucket, null, null));
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
