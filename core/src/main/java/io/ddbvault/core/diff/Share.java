package io.ddbvault.core.diff;

/**
 * What a comparison may take of the machine.
 *
 * @param keys that are joined in memory at a time
 * @param itemBytes of changed items that are joined in memory at a time, where two backups are compared
 * @param sortBytes of differences that are held to be sorted
 * @param bufferBytes of all partitions of one side together
 * @param readers threads that read a backup
 * @param segments of a table that are scanned side by side
 */
record Share(long keys, long itemBytes, long sortBytes, long bufferBytes, int readers, int segments) {
    /** A thread that reads a backup holds a line and its copies; most lines are short, and one has up to 16 MB. */
    private static final long BYTES_PER_READER = 32L << 20;
    /** A page of a scan has 1 MB, and many times that as the SDK's objects. */
    private static final long BYTES_PER_SEGMENT = 64L << 20;

    private static final int MOST_THREADS = 16;

    /** Half of the heap is for what is read and its copies. Joins, of keys or of items, come when nothing is read. */
    static Share of(long heapBytes, int cores) {
        return new Share(
                heapBytes / 4 / KeyTable.MOST_BYTES_PER_KEY,
                heapBytes / 8,
                heapBytes / 16,
                heapBytes / 16,
                (int) between(1, heapBytes / BYTES_PER_READER, Math.min(cores, MOST_THREADS)),
                (int) between(1, heapBytes / BYTES_PER_SEGMENT, MOST_THREADS));
    }

    static long between(long least, long value, long most) {
        return Math.max(least, Math.min(value, most));
    }
}
