package io.ddbvault.core.verify;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.manifest.ExportSummary;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.verify.ReadFiles.FilesRead;
import io.ddbvault.core.verify.VerifiedTable.Counts;
import io.ddbvault.core.verify.VerifiedTable.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Has the chosen data files of one table read, and judges the table by what was found in them. */
final class ReadTable {
    private final FindKey findKey;
    private final ReadFiles readFiles;

    ReadTable(FindKey findKey, ReadFiles readFiles) {
        this.findKey = findKey;
        this.readFiles = readFiles;
    }

    /**
     * @param table with something to read
     * @param label how progress calls it
     * @throws DdbvaultException for what concerns the whole run
     */
    VerifiedTable read(CheckedTable table, String label, int threads, Stop stop) {
        if (stop.reached()) {
            return notVerified(
                    table, FilesRead.NOTHING, "Not read: the run was stopped by %s.".formatted(stop.reason()));
        }
        TableExport entry = Objects.requireNonNull(table.entry(), "what has files to read has an entry");
        ExportSummary summary = Objects.requireNonNull(table.summary(), "what has files to read has a summary");
        FoundKey key = findKey.find(entry, summary);
        try {
            return result(table, key, readFiles.read(table.toRead(), key, label, threads, stop), stop);
        } catch (DdbvaultException e) {
            if (e.code().concernsTheRun() && !e.code().passes()) {
                throw e;
            }
            return notVerified(table, FilesRead.NOTHING, e.text());
        }
    }

    private static VerifiedTable result(CheckedTable table, FoundKey key, FilesRead read, Stop stop) {
        VerifiedTable before = table.result();
        long count = before.problemCount() + read.problemCount();
        String stopped = read.stopped()
                ? "Not read to the end: the run was stopped by %s after %d of %d files."
                        .formatted(stop.reason(), read.files(), table.toRead().size())
                : null;
        if (count == 0 && stopped != null) {
            return notVerified(table, read, stopped);
        }
        List<String> remarks = new ArrayList<>(before.remarks());
        if (stopped != null) {
            remarks.add(stopped);
        }
        if (key.unknown() != null) {
            remarks.add(key.unknown());
        } else if (read.keysDiffer()) {
            remarks.add(
                    "The items do not have the key that the table has now, %s: it is another table than the exported one. So duplicate keys were not looked for, and a restore into this table would be refused."
                            .formatted(key.schema()));
        }
        return new VerifiedTable(
                before.date(),
                before.table(),
                count == 0 ? State.GOOD : State.BAD,
                before.exportArn(),
                counts(before, read),
                Stream.concat(before.problems().stream(), read.problems().stream())
                        .limit(CheckTable.MOST_PROBLEMS)
                        .toList(),
                count,
                remarks,
                null);
    }

    private static Counts counts(VerifiedTable before, FilesRead read) {
        Counts counts = before.counts();
        return new Counts(
                counts.files(),
                counts.items(),
                counts.bytes(),
                counts.filesRead() + read.files(),
                read.items(),
                counts.bytesRead() + read.bytes());
    }

    private static VerifiedTable notVerified(CheckedTable table, FilesRead read, String reason) {
        VerifiedTable before = table.result();
        if (before.state() != State.BAD) {
            return VerifiedTable.without(
                    before.date(),
                    before.table(),
                    State.NOT_VERIFIED,
                    before.exportArn(),
                    counts(before, read),
                    reason);
        }
        // What is known to be bad stays so.
        List<String> remarks = new ArrayList<>(before.remarks());
        remarks.add(reason);
        return new VerifiedTable(
                before.date(),
                before.table(),
                State.BAD,
                before.exportArn(),
                counts(before, read),
                before.problems(),
                before.problemCount(),
                remarks,
                null);
    }
}
