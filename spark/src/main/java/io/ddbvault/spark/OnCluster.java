package io.ddbvault.spark;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Stop;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Has Spark do something, and says in our words why it did not. */
final class OnCluster {
    private OnCluster() {}

    /**
     * @throws DdbvaultException what a task threw until Spark did not try it again any more; {@code STOPPED};
     *     {@code CLUSTER_FAILED}
     */
    // Spark's exceptions are checked ones of Scala, which no signature names.
    static <T> T run(Supplier<T> work, Stop stop) {
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
}
