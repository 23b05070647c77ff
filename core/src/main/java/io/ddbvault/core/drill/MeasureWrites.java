package io.ddbvault.core.drill;

import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter;
import java.util.Optional;
import java.util.concurrent.atomic.DoubleAdder;

/** Adds up what writes consume. Thread-safe. */
final class MeasureWrites implements ItemWriter {
    private final ItemWriter writer;
    private final DoubleAdder units = new DoubleAdder();

    MeasureWrites(ItemWriter writer) {
        this.writer = writer;
    }

    @Override
    public Outcome write(WriteBatch batch) {
        Outcome outcome = writer.write(batch);
        if (outcome instanceof Answered answered && answered.consumed() != null) {
            units.add(answered.consumed());
        }
        return outcome;
    }

    @Override
    public Optional<String> remark() {
        return writer.remark();
    }

    /** Write units so far, as DynamoDB said; 0 where it did not say. */
    long units() {
        return Math.round(units.sum());
    }
}
