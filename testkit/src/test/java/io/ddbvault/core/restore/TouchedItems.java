package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ExistingItems;
import io.ddbvault.core.port.ItemWriter.Outcome;
import io.ddbvault.core.port.ItemWriter.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a restore does to tables by conditional puts and looks: refuses some items, stops the run after so many calls, or
 * has its process die then. Thread-safe.
 */
final class TouchedItems implements ExistingItems {
    private final InMemoryRestore restore;
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private final Map<String, byte[]> asTheyWere = new ConcurrentHashMap<>();
    private volatile boolean dies;
    private volatile Stop stop;

    TouchedItems(InMemoryRestore restore) {
        this.restore = restore;
        this.stop = Stop.onRequest(restore.clock);
    }

    /** DynamoDB takes no item that holds this text. */
    TouchedItems refusing(String... texts) {
        refused.addAll(Set.of(texts));
        return this;
    }

    void takeAll() {
        refused.clear();
    }

    /** Of the next run. */
    Stop stopAfter(int calls) {
        stop = Stop.onRequest(restore.clock);
        left.set(calls);
        dies = false;
        return stop;
    }

    /** As if by kill -9, at the next run's n-th call: {@link #bury} then leaves what was in the bucket at that moment. */
    void dieAt(int call) {
        stopAfter(call);
        dies = true;
    }

    void bury() {
        asTheyWere.forEach(restore.store::put);
        asTheyWere.clear();
        left.set(Integer.MAX_VALUE);
        dies = false;
    }

    private void count() {
        int now = left.decrementAndGet();
        if (!dies) {
            if (now <= 0) {
                stop.request("the test's stop");
            }
            return;
        }
        if (now == 0) {
            restore.store.keys().stream()
                    .filter(key -> key.startsWith("native-exports/_state/"))
                    .forEach(key -> asTheyWere.put(key, restore.store.bytes(key)));
        }
        if (now <= 0) {
            throw new DdbvaultException(ErrorCode.ACCESS_DENIED, "The process is dead.");
        }
    }

    private boolean isRefused(WriteBatch batch) {
        String body = new String(batch.body(), 0, batch.bodyLength(), StandardCharsets.UTF_8);
        return refused.stream().anyMatch(body::contains);
    }

    @Override
    public Outcome putIfAbsent(WriteBatch one, KeySchema keySchema) {
        if (isRefused(one)) {
            return new Refused("ValidationException: Type mismatch for Index Key");
        }
        count();
        return restore.existing.putIfAbsent(one, keySchema);
    }

    @Override
    public Look look(WriteBatch batch, KeySchema keySchema) {
        if (isRefused(batch)) {
            return new NotLooked(new Refused("ValidationException: One or more parameter values are not valid"));
        }
        count();
        return restore.existing.look(batch, keySchema);
    }
}
