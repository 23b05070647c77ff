package io.ddbvault.core.restore;

import io.ddbvault.core.model.WriteBatch;

/** Which of a backup's items are written into a table. */
public enum WriteMode {
    /** All of them: a put replaces what the table has under the key. */
    ALL,
    /** Those under whose key the table has no item. Each is a conditional put of its own. */
    MISSING,
    /** Those that the table does not have, or has otherwise. All are looked up before. */
    CHANGED;

    /** Whether items of the backup may be left out because of what the table has. */
    public boolean keeps() {
        return this != ALL;
    }

    /** As it is said in answers and, behind {@code --only-}, on the command line. */
    public String label() {
        return switch (this) {
            case ALL -> "all";
            case MISSING -> "missing";
            case CHANGED -> "changed";
        };
    }

    /**
     * How many items a batch may have. A put with a condition takes one, and batches of one have no half-way: whatever
     * becomes of a call becomes of all of it.
     */
    int itemsPerBatch() {
        return this == MISSING ? 1 : WriteBatch.MAX_ITEMS;
    }
}
