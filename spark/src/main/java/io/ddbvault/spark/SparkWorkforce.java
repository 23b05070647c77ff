package io.ddbvault.spark;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.Unit;
import io.ddbvault.core.restore.UnitResult;
import io.ddbvault.core.restore.UnitResult.Status;
import io.ddbvault.core.restore.Workforce;
import io.ddbvault.spark.DoUnitTask.Done;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Does a restore's units on a cluster: each is a job of one task, and no more of them are submitted at a time than may be
 * done at a time. So each keeps its share of the ceiling, however many cores the cluster has, and a unit's end is heard of
 * at once. A task that dies is tried again by Spark. Counts come from what the units' checkpoints say, never from Spark.
 */
final class SparkWorkforce implements Workforce {
    /** For tasks that are cancelled: a batch may wait for its turn, and the checkpoint is stored. */
    private static final Duration UNTIL_SAFE = Duration.ofSeconds(30);

    private static final int SPARKS_TRIES = 4;

    private final OnCluster cluster;
    private final DoUnitTask task;
    private final int atATime;
    private final Semaphore slots;
    private final AtomicInteger triedAgain = new AtomicInteger();

    /** @param atATime units that are done at a time at most, 1 and more */
    SparkWorkforce(OnCluster cluster, TaskSettings settings, int atATime) {
        this.cluster = cluster;
        this.atATime = atATime;
        this.slots = new Semaphore(atATime, true);
        SparkConf conf = cluster.spark().getConf();
        int cores = conf.getInt("spark.executor.cores", 0);
        this.task = new DoUnitTask(
                settings,
                cores == 0 ? 0 : Math.max(1, cores / conf.getInt("spark.task.cpus", 1)),
                conf.getInt("spark.task.maxFailures", SPARKS_TRIES));
    }

    @Override
    public int atATime() {
        return atATime;
    }

    /** Tasks that did not come to their end and were tried again, up to now. */
    int triedAgain() {
        return triedAgain.get();
    }

    @Override
    public void work(List<Unit> units, Stop stop, Consumer<UnitResult> ended) throws InterruptedException {
        if (units.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(atATime, units.size()));
        try {
            List<Future<?>> begun = new ArrayList<>();
            for (Unit unit : units) {
                begun.add(threads.submit(() -> {
                    slots.acquire();
                    try {
                        if (!stop.reached()) {
                            ended.accept(result(unit));
                        }
                    } finally {
                        slots.release();
                    }
                    return null;
                }));
            }
            for (Future<?> each : begun) {
                each.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DdbvaultException failure) {
                throw failure;
            }
            throw new IllegalStateException("a unit's result could not be taken", e.getCause());
        } finally {
            threads.shutdownNow();
            if (stop.reached()) {
                cluster.awaitIdle(UNTIL_SAFE);
            }
        }
    }

    private UnitResult result(Unit unit) {
        try {
            Done done = cluster.run(() -> done(unit));
            triedAgain.addAndGet(done.triedAgain());
            return new UnitResult(unit, done.status(), done.written(), done.failed(), done.cleared(), done.error());
        } catch (DdbvaultException e) {
            Status status = e.code() == ErrorCode.STOPPED ? Status.STOPPED : Status.BROKEN_OFF;
            return new UnitResult(unit, status, 0, 0, 0, e.text());
        }
    }

    private Done done(Unit unit) {
        JavaSparkContext spark = cluster.spark();
        spark.setJobDescription(
                unit.kind() == Unit.Kind.CLEAR
                        ? "clears segment %d of %s".formatted(unit.number(), unit.table())
                        : "writes file %d of %s".formatted(unit.number(), unit.table()));
        return spark.parallelize(List.of(unit.toJson()), 1).map(task).collect().get(0);
    }
}
