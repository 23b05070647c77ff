package io.ddbvault.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets exports run beside the calls: the snapshot at once, the objects when the export's time is over. */
final class RunExports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunExports.class);
    private static final int AT_ONCE = 2;

    private final SnapshotGate gate;
    private final SnapshotTable snapshotTable;
    private final WriteExport writeExport;
    private final ExportRecords exports;
    private final ExportScript script;
    private final Path workFolder;
    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(AT_ONCE, RunExports::thread);

    RunExports(
            SnapshotGate gate,
            SnapshotTable snapshotTable,
            WriteExport writeExport,
            ExportRecords exports,
            ExportScript script,
            Path workFolder) {
        this.gate = gate;
        this.snapshotTable = snapshotTable;
        this.writeExport = writeExport;
        this.exports = exports;
        this.script = script;
        this.workFolder = workFolder;
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // left by a run that was killed
        remove(workFolder);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "local-export");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, e) -> LOG.error("an export was lost", e));
        return thread;
    }

    /** The text is not known to be AWS's. */
    void refuseTooMany() {
        if (exports.running() >= script.mostAtOnce()) {
            throw new ApiException(
                    "LimitExceededException", "Too many exports run at once; the limit is " + script.mostAtOnce());
        }
    }

    /** Writes wait from here until the scan has ended, so the data is that of the start time. */
    ExportRecord start(LocalTable table, Function<Instant, ExportRecord> record) throws InterruptedException {
        gate.enterSnapshot();
        boolean handedOver = false;
        try {
            ExportRecord export = record.apply(nextStartTime());
            ExportScript.Course course = script.courseOf(table.name(), export.request());
            threads.execute(() -> snapshot(export, table, course));
            handedOver = true;
            return export;
        } finally {
            if (!handedOver) {
                gate.leaveSnapshot();
            }
        }
    }

    /** Never the same millisecond twice: an export's id begins with it, and the newest is listed first. */
    private Instant nextStartTime() {
        long now = System.currentTimeMillis();
        long afterNewest = exports.newest()
                .map(newest -> newest.startTime().toEpochMilli() + 1)
                .orElse(now);
        return Instant.ofEpochMilli(Math.max(now, afterNewest));
    }

    private void snapshot(ExportRecord export, LocalTable table, ExportScript.Course course) {
        Path folder = workFolder.resolve(export.exportId());
        TableSnapshot snapshot;
        try {
            snapshot = snapshotTable.take(table, folder);
        } catch (IOException | RuntimeException e) {
            end(export, null, ExportFailure.internal("snapshot failed: " + e), folder);
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } finally {
            gate.leaveSnapshot();
        }
        Duration left = Duration.between(Instant.now(), export.startTime().plus(course.duration()));
        Future<?> unused = threads.schedule(
                () -> end(export, snapshot, course.failure(), folder), left.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void end(
            ExportRecord export, @Nullable TableSnapshot snapshot, @Nullable ExportFailure failure, Path folder) {
        try {
            Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
            exports.put(
                    failure == null && snapshot != null
                            ? writeExport.write(export, snapshot, now)
                            : export.failed(now, failure == null ? ExportFailure.internal("no snapshot") : failure));
        } catch (IOException | RuntimeException e) {
            LOG.warn("export {} failed", export.exportArn(), e);
            exports.put(export.failed(Instant.now(), ExportFailure.internal("objects were not written: " + e)));
        } finally {
            remove(folder);
        }
    }

    private static void remove(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warn("cannot remove {}", folder, e);
        }
    }

    /**
     * Lets what is being written be finished. Exports whose time is not over stay IN_PROGRESS; a restart on the same
     * data marks them FAILED.
     */
    @Override
    public void close() throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
            threads.shutdownNow();
        }
    }
}
