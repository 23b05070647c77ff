package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;

/**
 * Whether the keys of a table and of its backup fit into memory, as a clear after the writes needs them: {@value
 * KeySet#BYTES_PER_KEY} bytes each, 34 MB per million. Pure.
 */
final class CheckKeysFit {
    private final long memoryBytes;

    /** @param memoryBytes what they may take */
    CheckKeysFit(long memoryBytes) {
        this.memoryBytes = memoryBytes;
    }

    /**
     * @param existing keys that the table holds
     * @throws DdbvaultException {@code KEYS_DO_NOT_FIT}
     */
    void require(ValidatedTable table, long existing) {
        long keys = existing + table.contents().itemCount();
        if (keys > memoryBytes / KeySet.BYTES_PER_KEY) {
            throw new DdbvaultException(
                    ErrorCode.KEYS_DO_NOT_FIT,
                    "clear_mode \"after\" has to remember the keys of %s and of its backup, %,d in all: they take up to %,d MB, and %,d MB of the heap are for them. Give the process %,d MB of heap, or use clear_mode \"before\"."
                            .formatted(
                                    table.name(),
                                    keys,
                                    megabytes(keys * KeySet.BYTES_PER_KEY),
                                    megabytes(memoryBytes),
                                    megabytes(keys * KeySet.BYTES_PER_KEY * Restore.HEAP_PER_KEYS)));
        }
    }

    private static long megabytes(long bytes) {
        return (bytes + 999_999) / 1_000_000;
    }
}
