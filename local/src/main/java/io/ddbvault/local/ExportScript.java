package io.ddbvault.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the exports that start from now on shall go: how long each runs, and which of them fail. Exports already running
 * are not touched. Thread-safe.
 */
public final class ExportScript {
    private static final int AWS_RUNS_AT_ONCE = 300;

    private final Map<String, Duration> durationByTable = new HashMap<>();
    private final Map<String, Queue<ExportFailure>> failuresByTable = new HashMap<>();
    private final Set<String> missingKmsKeys = new HashSet<>();
    private Duration duration;
    private int mostAtOnce = AWS_RUNS_AT_ONCE;

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

    /** Lets every export that names this key for its encryption end FAILED, as with a key that KMS does not know. */
    public synchronized void missingKmsKey(String keyId) {
        missingKmsKeys.add(keyId);
    }

    /** Sets how many exports may run at once; one more is refused with LimitExceededException. 300 unless set. */
    public synchronized void mostAtOnce(int exports) {
        mostAtOnce = exports;
    }

    synchronized int mostAtOnce() {
        return mostAtOnce;
    }

    synchronized Course courseOf(String table, ExportRequest request) {
        Queue<ExportFailure> failures = failuresByTable.get(table);
        ExportFailure failure = failures == null ? null : failures.poll();
        if (failure == null && request.kmsKeyId() != null && missingKmsKeys.contains(request.kmsKeyId())) {
            failure = ExportFailure.noSuchKmsKey(request.kmsKeyId());
        }
        return new Course(durationByTable.getOrDefault(table, duration), failure);
    }

    record Course(Duration duration, @Nullable ExportFailure failure) {}
}
