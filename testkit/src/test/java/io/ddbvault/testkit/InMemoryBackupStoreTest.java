package io.ddbvault.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.port.BackupStore;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryBackupStoreTest extends BackupStoreContract {
    private final InMemoryBackupStore store = new InMemoryBackupStore();

    @Override
    protected BackupStore store() {
        return store;
    }

    @Override
    protected Optional<BackupStore> deniedStore() {
        InMemoryBackupStore denied = new InMemoryBackupStore();
        for (InMemoryBackupStore.Call call : InMemoryBackupStore.Call.values()) {
            denied.faults().on(call).throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "denied"));
        }
        return Optional.of(denied);
    }

    @Test
    void keepsTheEtagThatAnObjectWasGiven() {
        store.put("object", new byte[] {1}, "etag-1");

        assertThat(store.peek("object", 1).orElseThrow().etag()).isEqualTo("etag-1");
    }
}
