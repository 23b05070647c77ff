package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.port.Tables.KeyPage;
import java.util.Iterator;

/**
 * The keys of what a table holds, one segment of a parallel scan, as batches of deletes. A throttled scan is waited out
 * until the run is stopped: a clear that gave up half-way would leave the table half empty and nothing restored.
 */
final class ReadExistingKeys implements BatchSource {
    /** With pauses of 5 seconds at most, some five minutes without an answer: then DynamoDB is down or out of reach. */
    private static final int UNANSWERED = 75;

    private final Tables tables;
    private final TableDescription table;
    private final Tables.Segment segment;
    private final Choice choice;
    private final ClearLedger ledger;
    private final JitteredPause pause;
    private final Stop stop;

    /** Which of the keys are to be deleted. Thread-safe. */
    @FunctionalInterface
    interface Choice {
        Choice ALL = key -> true;

        boolean isDeleted(byte[] key);
    }

    ReadExistingKeys(
            Tables tables,
            TableDescription table,
            Tables.Segment segment,
            Choice choice,
            ClearLedger ledger,
            JitteredPause pause,
            Stop stop) {
        this.tables = tables;
        this.table = table;
        this.segment = segment;
        this.choice = choice;
        this.ledger = ledger;
        this.pause = pause;
        this.stop = stop;
    }

    @Override
    public void readInto(BatchQueue queue) throws InterruptedException {
        WriteBatch.Builder builder = new WriteBatch.Builder(table.name(), WriteBatch.Operation.DELETE);
        Iterator<KeyPage> pages = tables.keyPages(table, segment);
        long chosen = 0;
        while (!queue.isClosed() && pages.hasNext()) {
            KeyPage page = nextPage(pages, queue);
            // Large items often stand together, so a page's average tells more of its items than the table's.
            int size = (int) (page.bytes() / Math.max(1, page.keys().size()));
            for (byte[] key : page.keys()) {
                if (!choice.isDeleted(key)) {
                    continue;
                }
                if (!builder.takes(key.length) && !queue.put(Portion.keys(builder.build()))) {
                    return;
                }
                chosen++;
                ledger.read(1);
                builder.add(key, 0, key.length, new Place(table.name(), chosen), size);
            }
        }
        if (!builder.isEmpty()) {
            queue.put(Portion.keys(builder.build()));
        }
    }

    private KeyPage nextPage(Iterator<KeyPage> pages, BatchQueue queue) {
        int unanswered = 0;
        for (int round = 0; ; round++) {
            try {
                return pages.next();
            } catch (DdbvaultException e) {
                unanswered += e.code() == ErrorCode.AWS_UNAVAILABLE ? 1 : 0;
                if (!e.code().passes() || unanswered > UNANSWERED || queue.isClosed()) {
                    throw e;
                }
                pause.pause(round, stop);
            }
        }
    }
}
