package io.ddbvault.local;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Refuses calls to DynamoDB that a test names beforehand, whoever would answer them. Thread-safe. */
public final class CallFaults {
    private final Map<String, Queue<ApiException>> faultsByOperation = new HashMap<>();

    CallFaults() {}

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

    synchronized @Nullable ApiException next(String operation) {
        Queue<ApiException> faults = faultsByOperation.get(operation);
        return faults == null ? null : faults.poll();
    }
}
