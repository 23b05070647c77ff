package io.ddbvault.core.port;

import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.WriteCapacity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates and deletes tables that ddbvault makes for itself, to rehearse restores. Whoever asks, no other table can be
 * deleted by it: the name must begin with {@link #PREFIX}, and the tag {@link #DRILL_TAG} must say, read right before,
 * that the table is of the drill that the caller names. Thread-safe.
 *
 * <p>Every method throws {@link io.ddbvault.core.error.DdbvaultException} as {@link Tables} does.
 */
public interface ScratchTables {
    /** What the names of all such tables begin with. */
    String PREFIX = "ddbvault-drill-";
    /** The id of the drill that made the table. */
    String DRILL_TAG = "ddbvault:drill";
    /** The name of the table whose backup the drill restores. */
    String SOURCE_TAG = "ddbvault:source";

    /**
     * A table of one drill.
     *
     * @param name begins with {@link #PREFIX}
     * @param drillId the value of its tag {@link #DRILL_TAG}
     * @param source the value of its tag {@link #SOURCE_TAG}
     * @param capacity paid by use without a limit; or provisioned, with as many read units as write units
     */
    record ScratchTable(String name, String drillId, String source, WriteCapacity capacity) {
        public ScratchTable {
            requirePrefix(name);
        }

        /** Paid by use. */
        public ScratchTable(String name, String drillId, String source) {
            this(name, drillId, source, WriteCapacity.ON_DEMAND);
        }

        /** What a table carries from the moment that it exists. */
        public Map<String, String> tags() {
            return Map.of(DRILL_TAG, drillId, SOURCE_TAG, source);
        }
    }

    /** What became of a deletion. */
    enum Deletion {
        /** DynamoDB has begun to delete it. */
        DELETED,
        /** There is no such table; one that was created a moment ago may not be seen yet. */
        ABSENT,
        /** Its tag does not say that it is of this drill, or cannot be seen yet; nothing was done. */
        NOT_ITS_OWN,
        /** It is being created or changed, and cannot be deleted yet; nothing was done. */
        NOT_YET
    }

    /**
     * Creates an empty table of the given capacity, without indexes, stream or deletion protection, and with its tags from the first
     * moment on. It may not be ACTIVE yet.
     *
     * @return false if there is a table of this name already; nothing was done then. Where an answer got lost and the call was
     *     repeated, that may be the one that was asked for: its tags tell
     */
    boolean create(ScratchTable table, KeySchema keySchema);

    /** A table's tags, which may lag by some seconds; empty only if there is no such table. */
    Optional<Map<String, String>> tags(String name);

    /** The names of all tables of this account and Region that begin with {@link #PREFIX}, in their order. */
    List<String> names();

    /**
     * Deletes a table that this drill made, and no other.
     *
     * @throws IllegalArgumentException if the name does not begin with {@link #PREFIX}
     */
    Deletion delete(String name, String drillId);

    /** @throws IllegalArgumentException if no drill can have made a table of this name */
    static void requirePrefix(String name) {
        if (!name.startsWith(PREFIX)) {
            throw new IllegalArgumentException("not a scratch table: " + name);
        }
    }
}
