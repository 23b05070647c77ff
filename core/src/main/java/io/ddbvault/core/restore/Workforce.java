package io.ddbvault.core.restore;

import io.ddbvault.core.model.Stop;
import java.util.List;
import java.util.function.Consumer;

/**
 * Does a restore's units elsewhere: on a cluster's machines, or in other functions. What it is told of a unit is all that
 * the unit needs; how far a unit came is in the bucket, whoever did it. Thread-safe: tables side by side use it.
 */
public interface Workforce {
    /** How many units it does at a time at most, of all tables together, 1 and more. A ceiling is shared out over them. */
    int atATime();

    /**
     * Has each unit done, by {@link DoUnit#run}, again if whoever does it dies. Returns when none is being done any more;
     * once {@code stop} is reached, soon.
     *
     * @param units in the order in which they are best begun
     * @param ended hears of each unit whose last try ended, whatever became of it, from any thread
     * @throws InterruptedException the caller may not go on; no unit is begun any more
     */
    void work(List<Unit> units, Stop stop, Consumer<UnitResult> ended) throws InterruptedException;
}
