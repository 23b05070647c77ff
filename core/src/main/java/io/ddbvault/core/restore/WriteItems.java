package io.ddbvault.core.restore;

import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.port.BackupReader;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Writes every item of a table's data files that is asked for and not written yet. */
final class WriteItems {
    private final BackupReader backups;

    WriteItems(BackupReader backups) {
        this.backups = backups;
    }

    private static FileForm form(ValidatedTable table) {
        return table.contents().ofRejects() ? new RejectsForm() : new ExportForm();
    }

    void write(TableProgress progress, RunPhase phase) {
        WriteLedger ledger = progress.ledger();
        List<RestoreUnit> left = ledger.openUnits();
        Queue<RestoreUnit> units = new ConcurrentLinkedQueue<>(left);
        WriteMode mode = phase.plan().writeMode();
        List<ReadDataFiles> sources = Stream.generate(() -> new ReadDataFiles(
                        backups, progress.table(), units, ledger, form(progress.table()), mode.itemsPerBatch()))
                .limit(Math.max(1, Math.min(phase.plan().readers(), left.size())))
                .toList();
        phase.run(
                phase(progress, mode),
                sources,
                ledger,
                ledger.decided(),
                progress.table().contents().itemCount());
    }

    /** What the writing is called. */
    static Phase phase(TableProgress progress, WriteMode mode) {
        Phase all = mode.keeps() ? Phase.SIFT : Phase.WRITE;
        return progress.table().selection() == null ? all : Phase.SELECT;
    }
}
