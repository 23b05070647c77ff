package io.ddbvault.core.diff;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.TellReading;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.pacing.ReadPace;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.port.Tables.FoundItems;
import io.ddbvault.core.port.Tables.ItemPage;
import io.ddbvault.core.port.Tables.Segment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table at its pace: all of it by a strongly consistent scan, or some items by their keys. A throttle is waited
 * out until the run is stopped. Thread-safe.
 */
final class ReadTable implements ItemSource {
    /** With pauses of 5 seconds at most, some five minutes without an answer: then DynamoDB is down or out of reach. */
    private static final int UNANSWERED = 75;

    private final Tables tables;
    private final TableDescription table;
    private final int segments;
    private final ReadPace pace;
    private final JitteredPause pause;

    ReadTable(Tables tables, TableDescription table, int segments, ReadPace pace, JitteredPause pause) {
        this.tables = tables;
        this.table = table;
        this.segments = segments;
        this.pace = pace;
        this.pause = pause;
    }

    @Override
    public void read(Sink sink, TellReading tell, BooleanSupplier enough, Stop stop) {
        Together.each(
                Segment.of(segments), segments, (segment, halt) -> read(segment, sink, tell, halt, stop), enough, stop);
    }

    /** As {@link #read}, of one segment alone. */
    void read(Segment segment, Sink sink, TellReading tell, BooleanSupplier halt, Stop stop) {
        Iterator<ItemPage> pages = tables.itemPages(table, segment);
        while (!halt.getAsBoolean() && pages.hasNext()) {
            ItemPage page = answered(pages::next, ItemPage::readUnits, halt, stop);
            if (page == null) {
                return;
            }
            long bytes = 0;
            for (byte[] item : page.items()) {
                sink.item(item, 0, item.length, 0);
                bytes += item.length;
            }
            tell.advance(page.items().size(), bytes);
        }
    }

    /**
     * The items with these keys, in any order; those that are not in the table any more are left out.
     *
     * @param keys in DynamoDB JSON, at most {@link Tables#MAX_KEYS}
     */
    List<byte[]> items(List<byte[]> keys, BooleanSupplier halt, Stop stop) {
        List<byte[]> items = new ArrayList<>();
        List<byte[]> left = keys;
        for (int round = 0; !left.isEmpty(); round++) {
            if (round > 0) {
                pause.pause(round - 1, stop);
            }
            List<byte[]> asked = left;
            FoundItems found = answered(() -> tables.items(table, asked), FoundItems::readUnits, halt, stop);
            if (found == null) {
                return items;
            }
            items.addAll(found.items());
            // What came back grows with each answer; what is left may be throttled for long.
            round = found.unprocessed().size() < left.size() ? 0 : round;
            left = found.unprocessed();
        }
        return items;
    }

    /** @return null when the run must stop */
    private <R> @Nullable R answered(Supplier<R> call, ToDoubleFunction<R> units, BooleanSupplier halt, Stop stop) {
        int unanswered = 0;
        for (int round = 0; ; round++) {
            try {
                return pace.read(call, units, stop);
            } catch (DdbvaultException e) {
                unanswered += e.code() == ErrorCode.AWS_UNAVAILABLE ? 1 : 0;
                if (!e.code().passes() || unanswered > UNANSWERED || halt.getAsBoolean()) {
                    throw e;
                }
                pause.pause(round, stop);
            }
        }
    }
}
