package io.ddbvault.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses calls that a test names beforehand, whoever would answer them: by a right that is missing, by a throttle, or
 * by any exception. What the embedded AWS itself reads for an export is never refused. Thread-safe.
 *
 * <p>DynamoDB's actions are named as in the model, {@code BatchWriteItem}; S3's as in IAM without {@code s3:}, so {@code
 * GetObject} (also for HEAD), {@code PutObject} (also for uploads in parts), {@code DeleteObject}, {@code ListBucket}.
 */
public final class CallFaults {
    private final Map<String, Queue<ApiException>> faultsByOperation = new HashMap<>();
    private final List<TableDenial> tableDenials = new ArrayList<>();
    private final List<ObjectDenial> objectDenials = new ArrayList<>();
    private final List<SlowDown> slowDowns = new ArrayList<>();
    private @Nullable CallRate controlPlane;

    CallFaults() {}

    private record TableDenial(String action, @Nullable String table) {

        boolean covers(String calledAction, Set<String> calledTables) {
            return action.equals(calledAction) && (table == null || calledTables.contains(table));
        }
    }

    private record ObjectDenial(String action, String keyPrefix) {

        boolean covers(S3Call call) {
            return action.equals(call.action()) && call.key().startsWith(keyPrefix);
        }
    }

    private static final class SlowDown {
        final ObjectDenial calls;
        int left;

        SlowDown(ObjectDenial calls, int left) {
            this.calls = calls;
            this.left = left;
        }
    }

    /**
     * Answers the next calls of this operation with HTTP 400 and this exception, without running them.
     *
     * @param operation the name in the model, such as {@code DescribeExport}
     * @param calls how many calls are refused
     * @param exception the name in the model, such as {@code ThrottlingException} or {@code AccessDeniedException}
     */
    public synchronized void refuseNext(String operation, int calls, String exception, String message) {
        Queue<ApiException> faults = faultsByOperation.computeIfAbsent(operation, o -> new ArrayDeque<>());
        for (int i = 0; i < calls; i++) {
            faults.add(new ApiException(exception, message));
        }
    }

    /** Takes the right to this action of DynamoDB, on every table, until {@link #clear}. */
    public synchronized void deny(String action) {
        tableDenials.add(new TableDenial(action, null));
    }

    /** Takes the right to this action of DynamoDB on one table, until {@link #clear}. */
    public synchronized void deny(String action, String table) {
        tableDenials.add(new TableDenial(action, table));
    }

    /**
     * Takes the right to this action of S3 on every key that starts so, in all buckets, until {@link #clear}. An export
     * that may not put its objects ends FAILED. Without {@code ListBucket} S3 does not tell that an object is absent:
     * reading it is then denied too.
     *
     * @param keyPrefix empty for every key; for {@code ListBucket} compared with the prefix that is asked for
     */
    public synchronized void denyS3(String action, String keyPrefix) {
        objectDenials.add(new ObjectDenial(action, keyPrefix));
    }

    /** Answers the next such calls to S3 with HTTP 503 and {@code SlowDown}. Exports are not slowed down. */
    public synchronized void slowDownS3(String action, String keyPrefix, int calls) {
        slowDowns.add(new SlowDown(new ObjectDenial(action, keyPrefix), calls));
    }

    /**
     * Throttles the export and continuous-backup calls as AWS does: more than 20 within 2 seconds, all of them together
     * and the refused ones too, and the next is refused with ThrottlingException. Until {@link #clear}.
     */
    public synchronized void throttleControlPlane() {
        controlPlane = new CallRate(20, Duration.ofSeconds(2));
    }

    /** From here on nothing is refused. */
    public synchronized void clear() {
        faultsByOperation.clear();
        tableDenials.clear();
        objectDenials.clear();
        slowDowns.clear();
        controlPlane = null;
    }

    /** Whether the tables of such a call must be known to tell if it is refused. */
    synchronized boolean askForTables(String operation) {
        return tableDenials.stream().anyMatch(denial -> denial.action().equals(operation));
    }

    /** What a call to DynamoDB is refused with, or null. */
    synchronized @Nullable ApiException next(String operation, Set<String> tables) {
        if (tableDenials.stream().anyMatch(denial -> denial.covers(operation, tables))) {
            return Denial.ofDynamoDb(operation, tables);
        }
        Queue<ApiException> faults = faultsByOperation.get(operation);
        return faults == null ? null : faults.poll();
    }

    /** To be asked for every call of the control plane. */
    synchronized @Nullable ApiException throttle() {
        return controlPlane == null || controlPlane.admits()
                ? null
                : new ApiException("ThrottlingException", "Rate exceeded");
    }

    synchronized boolean denies(S3Call call) {
        return objectDenials.stream().anyMatch(denial -> denial.covers(call));
    }

    synchronized boolean slowsDown(S3Call call) {
        Optional<SlowDown> slowDown = slowDowns.stream()
                .filter(each -> each.left > 0 && each.calls.covers(call))
                .findFirst();
        slowDown.ifPresent(each -> each.left--);
        return slowDown.isPresent();
    }
}
