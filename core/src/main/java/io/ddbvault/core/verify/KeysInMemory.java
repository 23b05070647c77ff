package io.ddbvault.core.verify;

import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.KeySet;

/** All keys of a table in memory, {@value KeySet#BYTES_PER_KEY} bytes each. */
final class KeysInMemory implements SeenKeys {
    private final KeySet keys = new KeySet();

    @Override
    public void add(KeyFingerprint key, int file, long line, Duplicates duplicates) {
        if (keys.mark(key, KeySet.BACKED_UP) != 0) {
            duplicates.found(file, line);
        }
    }

    @Override
    public boolean end(Duplicates duplicates, Stop stop) {
        // Each was told of as it came.
        return true;
    }

    @Override
    public void close() {
        // Memory only.
    }
}
