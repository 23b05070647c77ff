package io.ddbvault.core.verify;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.error.ErrorKind;
import io.ddbvault.core.manifest.DataFile;
import io.ddbvault.core.manifest.ExportContents;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.CheckDataFiles;
import io.ddbvault.core.restore.CheckDataFiles.Inspection;
import io.ddbvault.core.restore.CheckedFile;
import io.ddbvault.core.restore.OpenExport;
import io.ddbvault.core.restore.OpenExport.OpenedExport;
import io.ddbvault.core.verify.VerifiedTable.Counts;
import io.ddbvault.core.verify.VerifiedTable.State;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Looks at everything of a table's export but its data files' content, as a restore does before its first write: the
 * export's two manifests with their checksums, the counts, and of each data file whether it is there, is not empty, and
 * has the ETag that DynamoDB noted. Where the ETag cannot tell and the file is not to be read later, it is hashed.
 */
final class CheckTable {
    /** More than anyone reads; {@code problemCount} tells how many there are. */
    static final int MOST_PROBLEMS = 100;

    private final BackupReader backups;
    private final OpenExport openExport;
    private final CheckDataFiles checkDataFiles;

    CheckTable(BackupReader backups, OpenExport openExport) {
        this.backups = backups;
        this.openExport = openExport;
        this.checkDataFiles = new CheckDataFiles(backups);
    }

    /** @throws DdbvaultException for what concerns the whole run: AWS out of reach, no such bucket */
    CheckedTable check(TableExport entry, LocalDate date, VerifyRequest request, Stop stop) {
        try {
            if (stop.reached()) {
                return notVerified(entry, date, "Not looked at: the run was stopped by %s.".formatted(stop.reason()));
            }
            OpenedExport export = openExport.open(entry, date);
            Set<String> chosen = ChooseFiles.choose(export.contents().files(), request);
            List<Inspection> files =
                    checkDataFiles.inspect(export.contents().files(), file -> chosen.contains(file.key()), stop);
            return checked(entry, date, export, chosen, files);
        } catch (DdbvaultException e) {
            if (e.code() == ErrorCode.STOPPED) {
                return notVerified(
                        entry, date, "Not looked at to the end: the run was stopped by %s.".formatted(stop.reason()));
            }
            if (e.code().concernsTheRun() && !e.code().passes()) {
                throw e;
            }
            return refused(entry, date, e);
        }
    }

    private CheckedTable checked(
            TableExport entry, LocalDate date, OpenedExport export, Set<String> chosen, List<Inspection> files) {
        List<Problem> problems = new ArrayList<>();
        List<CheckedFile> toRead = new ArrayList<>();
        long bytes = 0;
        long hashed = 0;
        long hashedBytes = 0;
        for (Inspection file : files) {
            CheckedFile checked = file.checked();
            DdbvaultException wrong = file.wrong();
            if (wrong != null) {
                problems.add(Problem.of(uri(file.file()), wrong.text()));
            }
            if (checked != null) {
                bytes += checked.size();
                if (chosen.contains(checked.file().key())) {
                    toRead.add(checked);
                }
                if (file.hashed()) {
                    hashed++;
                    hashedBytes += checked.size();
                }
            }
        }
        ExportContents contents = export.contents();
        List<String> remarks = new ArrayList<>();
        if (export.moved()) {
            remarks.add("The export was found under %s, not where its manifests say; it seems to be a copy."
                    .formatted(backups.uri(contents.folder())));
        }
        if (hashed > 0) {
            remarks.add(
                    "%d of %d data files were read and hashed, because their ETag does not tell, as after a copy in parts."
                            .formatted(hashed, files.size()));
        }
        VerifiedTable result = new VerifiedTable(
                date,
                entry.tableName(),
                problems.isEmpty() ? State.GOOD : State.BAD,
                contents.exportArn(),
                new Counts(files.size(), contents.itemCount(), bytes, hashed, 0, hashedBytes),
                problems.subList(0, Math.min(MOST_PROBLEMS, problems.size())),
                problems.size(),
                remarks,
                null);
        return new CheckedTable(result, entry, export.summary(), toRead);
    }

    private String uri(DataFile file) {
        return backups.uri(file.key());
    }

    private CheckedTable refused(TableExport entry, LocalDate date, DdbvaultException e) {
        if (e.code() == ErrorCode.EXPORT_NOT_COMPLETED) {
            return CheckedTable.done(VerifiedTable.without(
                    date, entry.tableName(), State.NOT_COMPLETED, entry.exportArn(), Counts.NONE, e.text()));
        }
        if (e.code().kind() != ErrorKind.CORRUPT_DATA) {
            return notVerified(entry, date, e.text());
        }
        return CheckedTable.done(new VerifiedTable(
                date,
                entry.tableName(),
                State.BAD,
                entry.exportArn(),
                Counts.NONE,
                List.of(Problem.of(null, e.text())),
                1,
                List.of(),
                null));
    }

    private static CheckedTable notVerified(TableExport entry, LocalDate date, String reason) {
        return CheckedTable.done(VerifiedTable.without(
                date, entry.tableName(), State.NOT_VERIFIED, entry.exportArn(), Counts.NONE, reason));
    }
}
