package io.ddbvault.core.parallel;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the same for each of many, some at a time. */
public final class InParallel {
    private InParallel() {}

    /**
     * @param threads at most so many
     * @return the results in the order of what they are of
     * @throws DdbvaultException the first in that order; what was begun by then goes on to its end unheard
     */
    public static <T, R> List<R> map(List<T> all, int threads, Function<T, R> task) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, all.size())));
        List<Future<R>> tasks = new ArrayList<>();
        try {
            all.forEach(one -> tasks.add(pool.submit(() -> task.apply(one))));
            List<R> results = new ArrayList<>();
            for (Future<R> done : tasks) {
                results.add(done.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DdbvaultException failure) {
                throw failure;
            }
            throw new IllegalStateException("a task failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DdbvaultException(ErrorCode.INTERNAL_ERROR, "The run was interrupted.", e);
        } finally {
            // After a failure what waits is of no use. What runs is not interrupted: that would break connections that
            // others use.
            tasks.forEach(waiting -> waiting.cancel(false));
            pool.shutdown();
        }
    }
}
