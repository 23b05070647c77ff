package io.ddbvault.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one BatchWriteItem call carries: at most 25 items or keys of one table, each a JSON object in DynamoDB JSON, as
 * slices of one array. Immutable once built, and so safe to share; nobody may write to {@link #bytes()}.
 *
 * <p>Limits: 25 operations per call, see the API reference of BatchWriteItem. DynamoDB takes 16 MB of request; batches
 * here stop at {@value #MAX_BYTES} bytes, so that many can be in flight. A larger item goes alone.
 */
public final class WriteBatch {
    public static final int MAX_ITEMS = 25;
    public static final int MAX_BYTES = 1 << 20;

    /** What is done with each slice. */
    public enum Operation {
        /** The slices are items. */
        PUT,
        /** The slices are keys. */
        DELETE
    }

    private final String table;
    private final Operation operation;
    private final byte[] bytes;
    private final int[] ends;
    private final int[] sizes;
    private final List<Place> places;

    private WriteBatch(String table, Operation operation, byte[] bytes, int[] ends, int[] sizes, List<Place> places) {
        this.table = table;
        this.operation = operation;
        this.bytes = bytes;
        this.ends = ends;
        this.sizes = sizes;
        this.places = List.copyOf(places);
    }

    public String table() {
        return table;
    }

    public Operation operation() {
        return operation;
    }

    public int size() {
        return ends.length;
    }

    /** All slices, one after the other. Not to be written to. */
    @SuppressWarnings("EI_EXPOSE_REP")
    public byte[] bytes() {
        return bytes;
    }

    public int byteCount() {
        return end(size() - 1);
    }

    /** Where slice {@code index} begins in {@link #bytes()}. */
    public int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** Where slice {@code index} ends in {@link #bytes()}, exclusive. */
    public int end(int index) {
        return ends[index];
    }

    /**
     * How many bytes the item of slice {@code index} takes in the table, by what is known: of an item the length of its
     * JSON, which is never less; of a key what the builder was told, 0 if nothing.
     */
    public int size(int index) {
        return sizes[index];
    }

    public Place place(int index) {
        return places.get(index);
    }

    /** Which slice came from there. */
    public int indexOf(Place place) {
        int index = places.indexOf(place);
        if (index < 0) {
            throw new IllegalArgumentException("nothing here came from " + place);
        }
        return index;
    }

    /** A batch of the given slices alone, in their order here. */
    public WriteBatch only(List<Integer> indexes) {
        Builder builder = new Builder(table, operation);
        for (int index : indexes) {
            builder.add(bytes, start(index), end(index), places.get(index), sizes[index]);
        }
        return builder.build();
    }

    /** The first half, or with {@link #secondHalf()} the other. Both need a batch of at least two. */
    public WriteBatch firstHalf() {
        return first(size() / 2);
    }

    public WriteBatch secondHalf() {
        return after(size() / 2);
    }

    /** The first so many slices, at least one and at most all; {@link #after} has the others. */
    public WriteBatch first(int count) {
        return count == size() ? this : only(range(0, count));
    }

    /** All but the first so many slices, of which one at least must be left. */
    public WriteBatch after(int count) {
        return only(range(count, size()));
    }

    private static List<Integer> range(int from, int to) {
        List<Integer> indexes = new ArrayList<>();
        for (int index = from; index < to; index++) {
            indexes.add(index);
        }
        return indexes;
    }

    /** Fills one batch after the other. Not thread-safe: one builder per reading thread. */
    public static final class Builder {
        private final String table;
        private final Operation operation;
        private byte[] bytes = new byte[32 * 1024];
        private int used;
        private final int[] ends = new int[MAX_ITEMS];
        private final int[] sizes = new int[MAX_ITEMS];
        private final List<Place> places = new ArrayList<>(MAX_ITEMS);

        public Builder(String table, Operation operation) {
            this.table = table;
            this.operation = operation;
        }

        public boolean isEmpty() {
            return places.isEmpty();
        }

        /** Whether a slice of this length still fits; an empty batch takes a slice of any length. */
        public boolean takes(int length) {
            return isEmpty() || (places.size() < MAX_ITEMS && used + length <= MAX_BYTES);
        }

        /** Whether a slice came from there. */
        public boolean holds(Place place) {
            return places.contains(place);
        }

        /** Copies the slice, so the source may be reused at once. */
        public void add(byte[] source, int from, int to, Place place) {
            add(source, from, to, place, operation == Operation.PUT ? to - from : 0);
        }

        /**
         * As {@link #add(byte[], int, int, Place)}.
         *
         * @param size as {@link WriteBatch#size(int)} says it
         */
        public void add(byte[] source, int from, int to, Place place, int size) {
            int length = to - from;
            if (used + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(used + length, bytes.length * 2));
            }
            System.arraycopy(source, from, bytes, used, length);
            used += length;
            ends[places.size()] = used;
            sizes[places.size()] = size;
            places.add(place);
        }

        /** The batch so far; the builder is empty afterwards. */
        public WriteBatch build() {
            WriteBatch batch = new WriteBatch(
                    table,
                    operation,
                    Arrays.copyOf(bytes, used),
                    Arrays.copyOf(ends, places.size()),
                    Arrays.copyOf(sizes, places.size()),
                    places);
            used = 0;
            places.clear();
            if (bytes.length > MAX_BYTES) {
                bytes = new byte[32 * 1024];
            }
            return batch;
        }
    }
}
