package io.ddbvault.spark;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Stop;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Has a cluster do something, and says in our words why it did not. Once the run is stopped, whatever the cluster does is
 * cancelled. Thread-safe.
 */
final class OnCluster implements AutoCloseable {
    private static final long MILLIS_BETWEEN_LOOKS = 200;
    private static final int IDLE_LOOKS = 10;

    private final JavaSparkContext spark;
    private final Stop stop;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "cancel when stopped");
        thread.setDaemon(true);
        return thread;
    });

    private final ScheduledFuture<?> looks;

    OnCluster(JavaSparkContext spark, Stop stop) {
        this.spark = spark;
        this.stop = stop;
        // Again and again: a job may have begun in between.
        looks = watch.scheduleWithFixedDelay(
                this::cancelWhenStopped, MILLIS_BETWEEN_LOOKS, MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
    }

    private void cancelWhenStopped() {
        if (stop.reached()) {
            spark.cancelAllJobs();
        }
    }

    JavaSparkContext spark() {
        return spark;
    }

    /**
     * How many tasks the cluster does at a time. One that grows as it is needed is asked as it is now.
     *
     * @throws DdbvaultException {@code CLUSTER_FAILED}; {@code STOPPED}
     */
    int tasksAtATime() {
        // Before its first job an application may have no executor yet.
        run(() -> spark.parallelize(List.of(0), 1).count());
        return Math.max(1, spark.defaultParallelism());
    }

    /**
     * @throws DdbvaultException what a task threw until Spark did not try it again any more; {@code STOPPED};
     *     {@code CLUSTER_FAILED}
     */
    // Spark's exceptions are checked ones of Scala, which no signature names.
    <T> T run(Supplier<T> work) {
        try {
            return work.get();
        } catch (Exception e) {
            if (stop.reached()) {
                throw new DdbvaultException(
                        ErrorCode.STOPPED, "Stopped by %s before it was done.".formatted(stop.reason()), e);
            }
            DdbvaultException ours = ours(e);
            if (ours != null) {
                throw ours;
            }
            throw new DdbvaultException(
                    ErrorCode.CLUSTER_FAILED,
                    "Spark gave up: %s. Look into the executors' logs, give them more memory if they lacked it, and submit the job again."
                            .formatted(firstLine(e)),
                    e);
        }
    }

    private static @Nullable DdbvaultException ours(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof DdbvaultException ours) {
                return ours;
            }
        }
        return null;
    }

    /** What comes behind it is the stack trace of a task. */
    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).split("\n", 2)[0];
    }

    /**
     * Waits until no task runs any more: one that is cancelled goes on until it is at a safe point. Spark tells late of a
     * task that just began, so it has to be idle for some looks on end.
     */
    void awaitIdle(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        int idle = 0;
        while (idle < IDLE_LOOKS && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_LOOKS);
            idle = running() > 0 ? 0 : idle + 1;
        }
    }

    private int running() {
        return Arrays.stream(spark.sc().statusTracker().getExecutorInfos())
                .mapToInt(SparkExecutorInfo::numRunningTasks)
                .sum();
    }

    @Override
    public void close() {
        looks.cancel(false);
        watch.shutdown();
        spark.close();
    }
}
