package io.ddbvault.testkit;

import io.ddbvault.core.port.BackupStore;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A process's way to the bucket, which ends with the process: from then on nothing that it does happens. Thread-safe. */
public final class DyingStore implements BackupStore {
    private final BackupStore store;
    private volatile boolean dead;

    public DyingStore(BackupStore store) {
        this.store = store;
    }

    public void die() {
        dead = true;
    }

    /** For what else the process does. */
    public void requireAlive() {
        if (dead) {
            throw new IllegalStateException("this process is dead");
        }
    }

    @Override
    public Optional<SmallObject> read(String key, int maxBytes) {
        requireAlive();
        return store.read(key, maxBytes);
    }

    @Override
    public Optional<ObjectStart> peek(String key, int bytes) {
        requireAlive();
        return store.peek(key, bytes);
    }

    @Override
    public InputStream open(String key, String etag) {
        requireAlive();
        return store.open(key, etag);
    }

    @Override
    public List<String> folders(String prefix) {
        requireAlive();
        return store.folders(prefix);
    }

    @Override
    public String uri(String key) {
        return store.uri(key);
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) {
        requireAlive();
        return store.putIfAbsent(key, content);
    }

    @Override
    public boolean putIfUnchanged(String key, byte[] content, String etag) {
        requireAlive();
        return store.putIfUnchanged(key, content, etag);
    }

    @Override
    public void replace(String key, InputStream content) {
        requireAlive();
        store.replace(key, content);
    }
}
