package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.testkit.DyingStore;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Does units in threads of the test, each with ports of its own that can be made to die under it. */
final class InMemoryUnits implements Workforce {
    private static final int TRIES = 4;

    private final InMemoryRestore world;
    private final int atATime;
    /** Every unit that was begun, once for each try. */
    final List<Unit> begun = new CopyOnWriteArrayList<>();
    /** Of the tries to come, the next one dies after so many batches. */
    final Queue<Integer> deaths = new ConcurrentLinkedQueue<>();
    /** What the units write through. */
    ItemWriter writer;

    InMemoryUnits(InMemoryRestore world, int atATime) {
        this.world = world;
        this.atATime = atATime;
        this.writer = world.writer;
    }

    @Override
    public int atATime() {
        return atATime;
    }

    @Override
    public void work(List<Unit> units, Stop stop, Consumer<UnitResult> ended) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(atATime);
        units.forEach(unit -> threads.execute(() -> ended.accept(doUntilDone(unit, stop))));
        threads.shutdown();
        if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the units do not end");
        }
    }

    private UnitResult doUntilDone(Unit unit, Stop stop) {
        UnitResult result = once(Unit.fromJson(unit.toJson()), stop);
        for (int tries = 1; tries < TRIES && result.status() == UnitResult.Status.BROKEN_OFF; tries++) {
            result = once(unit, stop);
        }
        return result;
    }

    /** One try, which may die. */
    UnitResult once(Unit unit, Stop stop) {
        begun.add(unit);
        DyingStore store = new DyingStore(world.store);
        Integer death = deaths.poll();
        AtomicInteger left = new AtomicInteger(death == null ? Integer.MAX_VALUE : death);
        ItemWriter dying = (WriteBatch batch) -> {
            if (left.decrementAndGet() < 0) {
                store.die();
            }
            store.requireAlive();
            ItemWriter.Outcome outcome = writer.write(batch);
            store.requireAlive();
            return outcome;
        };
        return doUnit(store, dying).run(unit, stop);
    }

    DoUnit doUnit(BackupStore store, ItemWriter through) {
        return new DoUnit(
                Settings.forRestore(
                        Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "TABLE_NAME_PATTERN", "")),
                store,
                world.tables,
                through,
                world.existing,
                world.clock,
                world.clock,
                "a worker",
                ProgressListener.NONE,
                Runtime.getRuntime().maxMemory());
    }

    /** The restore whose units these are. */
    Restore restore() {
        return Restore.by(
                this,
                Settings.forRestore(
                        Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "TABLE_NAME_PATTERN", "")),
                world.store,
                world.tables,
                world.clock,
                world.clock,
                "a driver",
                ProgressListener.NONE);
    }

    RestoreReport run(RestoreRequest request, String id) {
        return restore().run(request, id, Stop.onRequest(world.clock));
    }
}
