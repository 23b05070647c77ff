package io.ddbvault.testkit;

import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.format.ReadKey;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ExistingItems;
import io.ddbvault.core.port.ItemWriter.Answered;
import io.ddbvault.core.port.ItemWriter.Outcome;
import io.ddbvault.core.port.ItemWriter.Refused;
import io.ddbvault.testkit.InMemoryTables.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Looks into {@link InMemoryTables} by the rules of PutItem and BatchGetItem, with scripted faults. A KB of an item's JSON
 * costs a write unit, four a read unit. Thread-safe.
 */
public final class InMemoryExistingItems implements ExistingItems {
    /** The port's methods; a fault's subject is the table's name. */
    public enum Call {
        PUT_IF_ABSENT,
        LOOK
    }

    private final InMemoryTables tables;
    private final FaultScript<Call> faults = new FaultScript<>(Call.class);
    private final AtomicInteger puts = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile int mostLookedFor = Integer.MAX_VALUE;

    public InMemoryExistingItems(InMemoryTables tables) {
        this.tables = tables;
    }

    public FaultScript<Call> faults() {
        return faults;
    }

    /** From now on each look takes only so many of a batch's items and leaves the others unprocessed. */
    public void lookForAtMost(int items) {
        mostLookedFor = items;
    }

    /** Conditional puts so far, also those that failed. */
    public int puts() {
        return puts.get();
    }

    /** Looks so far, also those that failed. */
    public int looks() {
        return looks.get();
    }

    @Override
    public Outcome putIfAbsent(WriteBatch one, KeySchema keySchema) {
        puts.incrementAndGet();
        return faults.call(Call.PUT_IF_ABSENT, one.table(), () -> put(one));
    }

    private Outcome put(WriteBatch one) {
        if (one.size() != 1) {
            throw new IllegalArgumentException("a conditional put of %d items".formatted(one.size()));
        }
        Table table = tables.table(one.table());
        byte[] item = slice(one, 0);
        Map<String, @Nullable Object> key = ItemKey.of(InMemoryTables.parse(item), table.keySchema);
        if (key == null) {
            return new Refused("ValidationException: The provided key element does not match the schema");
        }
        boolean put = table.putIfAbsent(ItemKey.identity(key, table.keySchema), item);
        return new Answered(List.of(), Math.max(1, Math.ceil(item.length / 1024.0)), put ? List.of() : List.of(0));
    }

    @Override
    public Look look(WriteBatch batch, KeySchema keySchema) {
        looks.incrementAndGet();
        return faults.call(Call.LOOK, batch.table(), () -> get(batch, keySchema));
    }

    private Look get(WriteBatch batch, KeySchema keySchema) {
        Table table = tables.table(batch.table());
        Map<Integer, byte[]> found = new HashMap<>();
        List<Integer> unprocessed = new ArrayList<>();
        Set<KeyFingerprint> keys = new HashSet<>();
        double consumed = 0;
        for (int index = 0; index < batch.size(); index++) {
            var texts = ReadKey.read(batch.body(), batch.start(index), batch.end(index), keySchema);
            if (texts.isEmpty()) {
                continue;
            }
            if (!keys.add(KeyFingerprint.of(texts.get(), keySchema))) {
                return new NotLooked(
                        new Refused("ValidationException: Provided list of item keys contains duplicates", true));
            }
            Map<String, @Nullable Object> key = ItemKey.of(InMemoryTables.parse(slice(batch, index)), table.keySchema);
            if (key == null) {
                return new NotLooked(
                        new Refused("ValidationException: The provided key element does not match the schema"));
            }
            if (keys.size() > mostLookedFor) {
                unprocessed.add(index);
                continue;
            }
            byte[] item = table.item(ItemKey.identity(key, table.keySchema));
            consumed += item == null ? 1 : Math.ceil(item.length / 4096.0);
            if (item != null) {
                found.put(index, item);
            }
        }
        return new Found(found, unprocessed, consumed);
    }

    private static byte[] slice(WriteBatch batch, int index) {
        return Arrays.copyOfRange(batch.body(), batch.start(index), batch.end(index));
    }
}
