package io.ddbvault.core.diff;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.parallel.InParallel;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Does the parts of one work side by side. Where one fails, the others end too, and only then is the failure thrown. */
final class Together {
    private Together() {}

    /** A part of the work. */
    @FunctionalInterface
    interface Work<T> {
        /** @param halt whether nobody wants the rest any more */
        void on(T part, BooleanSupplier halt);
    }

    /**
     * @param enough whether all parts are to end early
     * @throws DdbvaultException the first failure; {@code STOPPED}
     */
    static <T> void each(List<T> parts, int threads, Work<T> work, BooleanSupplier enough, Stop stop) {
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        BooleanSupplier halt = () -> stop.reached() || failure.get() != null || enough.getAsBoolean();
        List<Boolean> done = InParallel.map(parts, threads, part -> {
            if (halt.getAsBoolean()) {
                return false;
            }
            try {
                work.on(part, halt);
                return true;
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
                return false;
            }
        });
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        if (done.size() != parts.size() || stop.reached()) {
            throw stopped(stop);
        }
    }

    static DdbvaultException stopped(Stop stop) {
        return new DdbvaultException(
                ErrorCode.STOPPED,
                "Stopped by %s before the comparison was complete. Nothing was changed, and nothing is left behind; run it again."
                        .formatted(stop.reason()));
    }
}
