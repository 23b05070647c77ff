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
