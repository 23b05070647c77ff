package io.ddbvault.core.port;

import io.ddbvault.core.model.TableDescription;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads tables. Thread-safe; the iterators are not. */
public interface Tables {
    /** @return empty only if there is no such table in this account and Region */
    Optional<TableDescription> describe(String table);

    /**
     * The attribute that holds the time at which DynamoDB deletes an item by itself (time to live); empty if none does.
     *
     * @throws io.ddbvault.core.error.DdbvaultException {@code ACCESS_DENIED} without the right to ask: it is one of its own
     */
    Optional<String> timeToLive(String table);

    /**
     * The primary keys of all items of one segment, by a strongly consistent scan: each a JSON object in DynamoDB JSON, as {@code
     * {"pk":{"S":"a"}}}. A page may be empty and yet not be the last. When {@code next()} throws an error that {@link
     * io.ddbvault.core.error.ErrorCode#passes passes}, calling it again asks for the same page again.
     */
    Iterator<KeyPage> keyPages(TableDescription table, Segment segment);

    /**
     * All items of one segment, whole, by a strongly consistent scan. Pages and errors are as those of {@link #keyPages}.
     */
    Iterator<ItemPage> itemPages(TableDescription table, Segment segment);

    /**
     * The items with these keys, whole, by one strongly consistent read. What a throttled table did not answer is in
     * {@link FoundItems#unprocessed}, to be asked for again after a pause.
     *
     * @param keys in DynamoDB JSON, as {@link #keyPages} gives them; 1 to {@value #MAX_KEYS}, none twice
     * @throws io.ddbvault.core.error.DdbvaultException {@code THROTTLED} if none was answered
     */
    FoundItems items(TableDescription table, List<byte[]> keys);

    /** API reference of BatchGetItem. */
    int MAX_KEYS = 100;

    /**
     * A page of a scan of whole items.
     *
     * @param items each a JSON object in DynamoDB JSON, in any order; numbers as DynamoDB writes them
     * @param readUnits what DynamoDB charged for it; 0 if it did not say
     */
    record ItemPage(List<byte[]> items, double readUnits) {
        public ItemPage {
            items = List.copyOf(items);
        }
    }

    /**
     * What was found of some keys. A key that is neither among the items' nor unprocessed is not in the table.
     *
     * @param items in any order
     * @param unprocessed keys, in DynamoDB JSON
     * @param readUnits what DynamoDB charged for it; 0 if it did not say
     */
    record FoundItems(List<byte[]> items, List<byte[]> unprocessed, double readUnits) {
        public FoundItems {
            items = List.copyOf(items);
            unprocessed = List.copyOf(unprocessed);
        }
    }

    /**
     * A page of a scan.
     *
     * @param bytes how many the items of these keys take in the table, by what DynamoDB charged for reading them, which
     *     is a little more; 0 if it did not say
     */
    record KeyPage(List<byte[]> keys, long bytes) {
        public KeyPage {
            keys = List.copyOf(keys);
        }
    }

    /**
     * A part of a parallel scan: all parts together give every item once.
     *
     * @param index from 0
     * @param total how many there are, 1 to 1,000,000 (API reference of Scan)
     */
    record Segment(int index, int total) {
        public static final Segment WHOLE = new Segment(0, 1);

        public static List<Segment> of(int total) {
            return IntStream.range(0, total)
                    .mapToObj(index -> new Segment(index, total))
                    .toList();
        }
    }
}
