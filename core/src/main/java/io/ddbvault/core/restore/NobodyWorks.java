package io.ddbvault.core.restore;

import io.ddbvault.core.model.Stop;
import java.util.List;
import java.util.function.Consumer;

/** Where units are done by others than the process that plans or reports. */
record NobodyWorks(int atATime) implements Workforce {
    @Override
    public void work(List<Unit> units, Stop stop, Consumer<UnitResult> ended) {
        // What they came to is in the bucket.
    }
}
