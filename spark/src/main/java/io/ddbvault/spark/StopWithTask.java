package io.ddbvault.spark;

import io.ddbvault.core.model.Stop;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;

/** A stop that is reached once Spark wants a task to end. Spark interrupts no thread, so that what runs ends by itself. */
final class StopWithTask implements AutoCloseable {
    private static final long MILLIS_BETWEEN_LOOKS = 200;

    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "stop with the task");
        thread.setDaemon(true);
        return thread;
    });

    private final Stop stop = Stop.onRequest(InstantSource.system());
    private final ScheduledFuture<?> looks;

    StopWithTask(TaskContext task) {
        // Before it begins, too: it may have been cancelled on its way.
        look(task);
        looks = WATCH.scheduleWithFixedDelay(
                () -> look(task), MILLIS_BETWEEN_LOOKS, MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
    }

    private void look(TaskContext task) {
        if (task.isInterrupted()) {
            stop.request("the job's end");
        }
    }

    Stop stop() {
        return stop;
    }

    @Override
    public void close() {
        looks.cancel(false);
    }
}
