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

/**
 * Writes into {@link InMemoryTables} by BatchWriteItem's rules, with scripted faults. A KB of an item's JSON costs a write
 * unit, on the table and on each index. Thread-safe.
 */
public final class InMemoryItemWriter implements ItemWriter {
    /** The port's only method; a fault's subject is the table's name. */
    public enum Call {
        WRITE
    }

    private final InMemoryTables tables;
    private final FaultScript<Call> faults = new FaultScript<>(Call.class);
    private final AtomicInteger calls = new AtomicInteger();
    private volatile int mostTaken = Integer.MAX_VALUE;
    private volatile int indexes;

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

    /** From now on so many indexes hold every item, whole. */
    public void setIndexes(int count) {
        indexes = count;
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
        double consumed = 0;
        for (int index = 0; index < batch.size(); index++) {
            if (index >= mostTaken) {
                unprocessed.add(index);
            } else {
                consumed += (1 + indexes) * units(apply(batch, index, table, identities.get(index)));
            }
        }
        return new Answered(unprocessed, consumed);
    }

    /** @return the bytes that are charged for: of the larger item, the old or the new */
    private static int apply(WriteBatch batch, int index, Table table, String identity) {
        byte[] slice = slice(batch, index);
        return switch (batch.operation()) {
            case PUT -> Math.max(slice.length, table.put(identity, slice));
            case DELETE -> table.remove(identity);
        };
    }

    private static double units(int bytes) {
        return Math.max(1, Math.ceil(bytes / 1024.0));
    }

    private static byte[] slice(WriteBatch batch, int index) {
        return Arrays.copyOfRange(batch.body(), batch.start(index), batch.end(index));
    }
}
