package io.ddbvault.testkit;

import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.testkit.InMemoryTables.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Writes into {@link InMemoryTables} by BatchWriteItem's rules, with scripted faults. Thread-safe. */
public final class InMemoryItemWriter implements ItemWriter {
    /** The port's only method; a fault's subject is the table's name. */
    public enum Call {
        WRITE
    }

    private final InMemoryTables tables;
    private final FaultScript<Call> faults = new FaultScript<>(Call.class);
    private final AtomicInteger calls = new AtomicInteger();
    private volatile int mostTaken = Integer.MAX_VALUE;

    public InMemoryItemWriter(InMemoryTables tables) {
        this.tables = tables;
    }

    public FaultScript<Call> faults() {
        return faults;
    }

    /** From now on each call takes only so many of a batch's slices and leaves the others unprocessed. */
    public void takeAtMost(int slices) {
        mostTaken = slices;
    }

    /** Calls so far, also those that failed. */
    public int calls() {
        return calls.get();
    }

    @Override
    public Outcome write(WriteBatch batch) {
        calls.incrementAndGet();
        return faults.call(Call.WRITE, batch.table(), () -> apply(batch));
    }

    private Outcome apply(WriteBatch batch) {
        Table table = tables.table(batch.table());
        List<String> identities = new ArrayList<>();
        for (int index = 0; index < batch.size(); index++) {
            Map<String, @Nullable Object> key = ItemKey.of(InMemoryTables.parse(slice(batch, index)), table.keySchema);
            if (key == null) {
                return new Refused("ValidationException: The provided key element does not match the schema");
            }
            identities.add(ItemKey.identity(key, table.keySchema));
        }
        Set<String> distinct = new HashSet<>(identities);
        if (distinct.size() < identities.size()) {
            return new Refused("ValidationException: Provided list of item keys contains duplicates");
        }
        List<Integer> unprocessed = new ArrayList<>();
        for (int index = 0; index < batch.size(); index++) {
            if (index >= mostTaken) {
                unprocessed.add(index);
            } else if (batch.operation() == WriteBatch.Operation.PUT) {
                table.put(identities.get(index), slice(batch, index));
            } else {
                table.remove(identities.get(index));
            }
        }
        return new Answered(unprocessed);
    }

    private static byte[] slice(WriteBatch batch, int index) {
        return Arrays.copyOfRange(batch.bytes(), batch.start(index), batch.end(index));
    }
}
