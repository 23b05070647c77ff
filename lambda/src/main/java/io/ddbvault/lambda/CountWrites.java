package io.ddbvault.lambda;

import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressListener;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many items a call wrote, whatever it ends with. A report's counts are those of all calls of a restore, and a call
 * that fails as a whole has no report. Thread-safe.
 */
final class CountWrites implements ProgressListener {
    private static final Set<Phase> WRITES = Set.of(Phase.WRITE, Phase.SELECT, Phase.SIFT);

    private final Map<String, Long> byTable = new ConcurrentHashMap<>();

    @Override
    public void on(ProgressEvent event) {
        if (event instanceof Advanced advanced && WRITES.contains(advanced.phase())) {
            // Threads tell of themselves in any order, so an event may be overtaken by one that counts more.
            byTable.merge(advanced.table(), advanced.stored(), Math::max);
        }
    }

    long items() {
        return byTable.values().stream().mapToLong(Long::longValue).sum();
    }
}
