package io.ddbvault.core.restore;

import java.util.ArrayList;
import java.util.List;

/** The account of a clear. Thread-safe. */
final class ClearLedger implements Ledger {
    private WriteTally tally = WriteTally.EMPTY;
    private long read;
    private final List<String> faults = new ArrayList<>();

    @Override
    public synchronized void enter(Portion portion, StoreBatch.Result result) {
        tally = tally.add(result.tally());
    }

    @Override
    public synchronized void fault(String sentence) {
        faults.add(sentence);
    }

    /** A scan gave so many keys. */
    synchronized void read(long keys) {
        read += keys;
    }

    synchronized WriteTally sum() {
        WriteTally sum = tally.add(WriteTally.lines(read));
        for (String fault : faults) {
            sum = sum.add(WriteTally.fault(fault));
        }
        return sum;
    }
}
