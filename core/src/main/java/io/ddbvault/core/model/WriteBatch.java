package io.ddbvault.core.model;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one BatchWriteItem call carries: at most 25 items or keys of one table, each a JSON object in DynamoDB JSON, as
 * slices of the request's body. The body is made while the slices come in: each is copied once, from the line that it
 * was read in to its place between the words that DynamoDB wants around it. It is never parsed on its way, so what the
 * export holds is what DynamoDB gets. Immutable once built, and so safe to share; nobody may write to {@link #body()}.
 *
 * <p>Limits: 25 operations per call, see the API reference of BatchWriteItem. DynamoDB takes 16 MB of request; batches
 * here stop at {@value #MAX_BYTES} bytes of items, so that many can be in flight. A larger item goes alone.
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

    private static final byte[] PUT = ascii("{\"PutRequest\":{\"Item\":");
    private static final byte[] DELETE = ascii("{\"DeleteRequest\":{\"Key\":");
    private static final byte[] BEFORE_TABLE = ascii("{\"RequestItems\":{\"");
    private static final byte[] AFTER_TABLE = ascii("\":[");
    private static final byte[] AFTER_SLICE = ascii("}}");
    /** TOTAL is the sum over the table and its indexes; INDEXES would only break it down. */
    private static final byte[] END = ascii("]},\"ReturnConsumedCapacity\":\"TOTAL\"}");

    private final String table;
    private final Operation operation;
    private final byte[] body;
    private final int bodyLength;
    private final int[] starts;
    private final int[] ends;
    private final int[] sizes;
    private final List<Place> places;
    private final int byteCount;

    private WriteBatch(Builder from) {
        this.table = from.table;
        this.operation = from.operation;
        this.body = from.body;
        this.bodyLength = from.used;
        this.starts = Arrays.copyOf(from.starts, from.places.size());
        this.ends = Arrays.copyOf(from.ends, from.places.size());
        this.sizes = Arrays.copyOf(from.sizes, from.places.size());
        this.places = List.copyOf(from.places);
        this.byteCount = from.byteCount;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
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

    /** The request's body, from 0 to {@link #bodyLength()}; behind that, nothing. Not to be written to. */
    @SuppressWarnings("EI_EXPOSE_REP")
    public byte[] body() {
        return body;
    }

    public int bodyLength() {
        return bodyLength;
    }

    /** The slices' bytes, without what is around them. */
    public int byteCount() {
        return byteCount;
    }

    /** What the batch takes in memory, in bytes: its array, of which some may be unused. */
    public int heldBytes() {
        return body.length;
    }

    /** Where slice {@code index} begins in {@link #body()}. */
    public int start(int index) {
        return starts[index];
    }

    /** Where slice {@code index} ends in {@link #body()}, exclusive. */
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
            builder.add(body, start(index), end(index), places.get(index), sizes[index]);
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
        private final int mostItems;
        private final byte[] before;
        private final byte[] tableName;
        private byte[] body = new byte[0];
        private int used;
        private int byteCount;
        private final int[] starts = new int[MAX_ITEMS];
        private final int[] ends = new int[MAX_ITEMS];
        private final int[] sizes = new int[MAX_ITEMS];
        private final List<Place> places = new ArrayList<>(MAX_ITEMS);

        public Builder(String table, Operation operation) {
            this(table, operation, MAX_ITEMS);
        }

        /** @param mostItems of a batch, 1 to {@value WriteBatch#MAX_ITEMS} */
        public Builder(String table, Operation operation, int mostItems) {
            this.table = table;
            this.operation = operation;
            this.mostItems = mostItems;
            this.before = switch (operation) {
                case PUT -> PUT;
                case DELETE -> DELETE;
            };
            this.tableName = JsonStringEncoder.getInstance().quoteAsUTF8(table);
        }

        public boolean isEmpty() {
            return places.isEmpty();
        }

        /** Whether a slice of this length still fits; an empty batch takes a slice of any length. */
        public boolean takes(int length) {
            return isEmpty() || (places.size() < mostItems && byteCount + length <= MAX_BYTES);
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
            int index = places.size();
            makeRoom(frame() + length);
            if (index == 0) {
                append(BEFORE_TABLE);
                append(tableName);
                append(AFTER_TABLE);
            } else {
                body[used++] = ',';
            }
            append(before);
            starts[index] = used;
            System.arraycopy(source, from, body, used, length);
            used += length;
            ends[index] = used;
            append(AFTER_SLICE);
            byteCount += length;
            sizes[index] = size;
            places.add(place);
        }

        /** What stands around a slice, at most: around the first one the beginning, and the end behind the last. */
        private int frame() {
            return BEFORE_TABLE.length
                    + tableName.length
                    + AFTER_TABLE.length
                    + before.length
                    + AFTER_SLICE.length
                    + END.length;
        }

        private void makeRoom(int bytes) {
            if (used + bytes > body.length) {
                // An item that goes alone is the largest there is, and its array is not to be twice that.
                body = Arrays.copyOf(body, isEmpty() ? bytes : Math.max(used + bytes, body.length * 2));
            }
        }

        private void append(byte[] bytes) {
            System.arraycopy(bytes, 0, body, used, bytes.length);
            used += bytes.length;
        }

        /** The batch so far, of one slice at least; the builder is empty afterwards. */
        public WriteBatch build() {
            append(END);
            WriteBatch batch = new WriteBatch(this);
            // The batch has the array now. The next one is likely to be about as large.
            body = new byte[used > MAX_BYTES ? 0 : used + used / 8];
            used = 0;
            byteCount = 0;
            places.clear();
            return batch;
        }
    }
}
