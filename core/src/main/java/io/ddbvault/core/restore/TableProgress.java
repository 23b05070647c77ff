package io.ddbvault.core.restore;

import io.ddbvault.core.key.KeySelection;
import io.ddbvault.core.restore.TableCheckpoint.ExistingKeys;
import io.ddbvault.core.restore.TableCheckpoint.Written;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the restore of one table stands in this run. Thread-safe. */
final class TableProgress {
    private final ValidatedTable table;
    private final String fingerprint;
    private final WriteLedger ledger;
    private long clearedBefore;
    private long clearedElsewhere;

    private TablePhase phase;
    private ClearLedger clearing = new ClearLedger();
    private @Nullable ExistingKeys existing;

    /** Rows that came while the restore ran. */
    private long added;

    private @Nullable Instant measuredAt;
    private long measured;
    private double itemsPerSecond;

    /** A table that nothing was done to yet. */
    static TableProgress begin(ValidatedTable table, WriteMode mode, CollectRejects rejects) {
        String fingerprint = FingerprintFiles.fingerprint(table.files());
        return new TableProgress(table, fingerprint, TablePhase.WAITING, rejects, null, Written.nothing(mode));
    }

    /** One unit of a table that nothing was done of yet. */
    static TableProgress ofUnit(ValidatedTable unit, TablePhase phase, Written others, CollectRejects rejects) {
        String fingerprint = FingerprintFiles.fingerprint(unit.files());
        return new TableProgress(unit, fingerprint, phase, rejects, null, others);
    }

    /** A table that an earlier run began. */
    static TableProgress goOn(ValidatedTable table, TableCheckpoint earlier, CollectRejects rejects) {
        return new TableProgress(table, earlier.fingerprint(), earlier.phase(), rejects, earlier, earlier.written());
    }

    private TableProgress(
            ValidatedTable table,
            String fingerprint,
            TablePhase phase,
            CollectRejects rejects,
            @Nullable TableCheckpoint earlier,
            Written written) {
        this.table = table;
        this.fingerprint = fingerprint;
        this.phase = phase;
        this.clearedBefore = earlier == null ? 0 : earlier.cleared();
        this.existing = earlier == null ? null : earlier.existing();
        KeySelection selection = table.selection();
        int keys = selection == null ? 0 : selection.size();
        this.ledger = new WriteLedger(table.name(), table.table().keySchema(), table.files(), written, rejects, keys);
    }

    ValidatedTable table() {
        return table;
    }

    WriteLedger ledger() {
        return ledger;
    }

    synchronized TablePhase phase() {
        return phase;
    }

    synchronized void enter(TablePhase next) {
        phase = next;
        // In the same checkpoint, or it would count twice, or not at all.
        joinCleared();
    }

    synchronized @Nullable ExistingKeys existing() {
        return existing;
    }

    synchronized void noted(ExistingKeys keys) {
        existing = keys;
    }

    synchronized void added(long rows) {
        added = rows;
    }

    /** The account of this run's deletes. */
    synchronized ClearLedger clearing() {
        return clearing;
    }

    /** Deletes that DynamoDB acknowledged, in all runs. */
    synchronized long cleared() {
        return clearedBefore + clearedElsewhere + clearing.sum().stored();
    }

    /** What units of this attempt have deleted so far, all together; they say so themselves until {@link #joinCleared}. */
    synchronized void clearedElsewhere(long items) {
        clearedElsewhere = items;
    }

    /** From here on, what units have deleted is told by this table's checkpoint, which says by its phase that it does. */
    synchronized void joinCleared() {
        clearedBefore += clearedElsewhere;
        clearedElsewhere = 0;
    }

    synchronized long added() {
        return added;
    }

    TableTally tally() {
        return new TableTally(table, cleared(), ledger.sum());
    }

    /** Grows with everything that is done, and tells so whether a run got on. */
    long mark() {
        return phase().step() + cleared() + ledger.decided();
    }

    /**
     * For whoever goes on. The rejects that it names are in the bucket when this returns.
     *
     * @throws io.ddbvault.core.error.DdbvaultException if they could not be stored
     */
    synchronized TableCheckpoint checkpoint(Instant now) {
        Written written = ledger.written();
        measure(now, written.decided() + cleared());
        return new TableCheckpoint(
                table.source(),
                table.name(),
                table.table().arn(),
                table.table().id(),
                table.contents().exportArn(),
                table.contents().folder(),
                fingerprint,
                table.contents().itemCount(),
                phase,
                cleared() - clearedElsewhere,
                written,
                existing,
                itemsPerSecond);
    }

    private void measure(Instant now, long done) {
        Instant before = measuredAt;
        if (before != null && now.isAfter(before)) {
            itemsPerSecond = (done - measured) / (Duration.between(before, now).toMillis() / 1000.0);
        }
        measuredAt = now;
        measured = done;
    }
}
