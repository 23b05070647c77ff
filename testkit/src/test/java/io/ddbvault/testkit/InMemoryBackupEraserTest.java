package io.ddbvault.testkit;

import io.ddbvault.core.port.BackupEraser;
import io.ddbvault.core.port.BackupStore;

/** The eraser in memory does what the one on S3 does. */
class InMemoryBackupEraserTest extends BackupEraserContract {
    private final InMemoryBackupStore store = new InMemoryBackupStore();
    private final InMemoryBackupEraser eraser = new InMemoryBackupEraser(store, layout);

    @Override
    protected BackupStore store() {
        return store;
    }

    @Override
    protected BackupEraser eraser() {
        return eraser;
    }
}
