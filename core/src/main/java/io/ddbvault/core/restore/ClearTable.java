package io.ddbvault.core.restore;

import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.Tables;
import java.util.List;

/** Deletes what a table holds: all of it, or the part that is chosen. */
final class ClearTable {
    private final Tables tables;
    private final JitteredPause pause;

    ClearTable(Tables tables, JitteredPause pause) {
        this.tables = tables;
        this.pause = pause;
    }

    /** @return what this run deleted; incomplete if the run was stopped, or if {@code lines} are more than {@code stored} */
    WriteTally clear(TableProgress progress, ReadExistingKeys.Choice choice, RunPhase phase) {
        return clear(progress, Tables.Segment.of(phase.plan().scanSegments()), choice, phase);
    }

    /** Of these segments. */
    WriteTally clear(
            TableProgress progress, List<Tables.Segment> segments, ReadExistingKeys.Choice choice, RunPhase phase) {
        ClearLedger ledger = progress.clearing();
        phase.run(
                Phase.CLEAR,
                segments.stream()
                        .map(segment -> new ReadExistingKeys(
                                tables, progress.table().table(), segment, choice, ledger, pause, phase.stop()))
                        .toList(),
                ledger,
                progress.cleared(),
                progress.table().table().itemCount());
        return ledger.sum();
    }
}
