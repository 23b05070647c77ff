package io.ddbvault.cli.report;

import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.state.LockState;
import io.ddbvault.core.state.TableLock;
import java.util.List;

/** A table's lock, for people. Pure. */
public final class DescribeLock {
    private DescribeLock() {}

    /** Several lines, the last without its end. */
    public static String text(LockState state) {
        TableLock lock = state.lock();
        if (lock == null) {
            return "%s is not locked, and never was. There is nothing to remove.".formatted(state.table());
        }
        Lines lines = new Lines(List.of(), List.of());
        lines.add(
                state.alive()
                        ? state.table() + " is locked:"
                        : state.table() + " is not locked any more. There is nothing to remove. The last lock:");
        lines.detail("restore %s, by %s".formatted(lock.restoreId(), lock.owner()));
        lines.detail("last seen alive %s, %s %s"
                .formatted(
                        Timestamps.format(lock.renewedAt()),
                        state.alive() ? "expires" : "expired",
                        Timestamps.format(lock.expiresAt())));
        return lines.toString();
    }

    /** What its removal does. */
    public static String consequence(TableLock lock) {
        return "If that restore still works, it stops within 20 seconds; 'ddbvault restore --restore-id %s' goes on with it."
                .formatted(lock.restoreId());
    }
}
