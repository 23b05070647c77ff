package io.ddbvault.core.restore;

import io.ddbvault.core.pacing.CallSlots;

/**
 * What the tables of a run share while they are restored side by side. Thread-safe.
 *
 * @param calls on their way
 * @param writers threads that write. There may be more of them than calls, since those that wait for their table's pace
 *     make none
 * @param bytes of items on their way
 * @param mostWaiting batches that may wait for a table's writers
 */
record SharedWork(CallSlots calls, SharedAmount writers, SharedAmount bytes, int mostWaiting) {
    /**
     * Threads that a table has in any case, so that one whose threads all wait for its pace leaves the others enough. With
     * four tables and 256 workers they are 128, and 224 more for whoever has use for them.
     */
    private static final int OWN_WRITERS = 32;

    private static final int FEWEST_WAITING = 16;

    static SharedWork of(RestorePlan plan) {
        int own = plan.tablesAtATime() == 1 ? plan.workers() : Math.min(plan.workers(), OWN_WRITERS);
        return new SharedWork(
                new CallSlots(plan.workers()),
                new SharedAmount(own, plan.workers() - own),
                new SharedAmount(plan.tableBytes(), plan.sharedBytes()),
                // Enough for every writer's next one while the queue, half empty, is filled again.
                Math.max(FEWEST_WAITING, 2 * plan.workers()));
    }
}
