package io.ddbvault.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * How the exports that start from now on shall go: how long each runs, and which of them fail. Exports already running
 * are not touched. Thread-safe.
 */
public final class ExportScript {
    private final Map<String, Duration> durationByTable = new HashMap<>();
    private final Map<String, Queue<ExportFailure>> failuresByTable = new HashMap<>();
    private Duration duration;

    ExportScript(Duration duration) {
        this.duration = duration;
    }

    /** Sets how long an export stays IN_PROGRESS, for tables without a duration of their own. */
    public synchronized void duration(Duration duration) {
        this.duration = duration;
    }

    /** Sets how long an export of this table stays IN_PROGRESS. */
    public synchronized void duration(String table, Duration duration) {
        durationByTable.put(table, duration);
    }

    /**
     * Lets the next export of this table end FAILED when its time is over, without having written an object. Called
     * twice, it lets the next two fail, in the order of the calls.
     *
     * @param code the FailureCode, such as {@code S3AccessDenied}
     * @param message the FailureMessage
     */
    public synchronized void failNext(String table, String code, String message) {
        failuresByTable.computeIfAbsent(table, t -> new ArrayDeque<>()).add(new ExportFailure(code, message));
    }

    synchronized Course courseOf(String table) {
        Queue<ExportFailure> failures = failuresByTable.get(table);
        return new Course(durationByTable.getOrDefault(table, duration), failures == null ? null : failures.poll());
    }

    record Course(Duration duration, @Nullable ExportFailure failure) {}
}
