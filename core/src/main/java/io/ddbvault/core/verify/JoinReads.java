package io.ddbvault.core.verify;

import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.CheckedFile;
import io.ddbvault.core.verify.ReadFiles.FilesRead;
import io.ddbvault.core.verify.ReadOneFile.FileRead;
import java.util.List;

/** Puts together what was read of a table's files one by one, wherever and in whatever order. Not thread-safe. */
public final class JoinReads {
    private final BackupReader backups;
    private final List<CheckedFile> files;
    private final boolean certain;
    private final CollectProblems problems = new CollectProblems(CheckTable.MOST_PROBLEMS);
    private boolean stopped;
    private long whole;
    private long items;
    private long bytes;
    private boolean keysDiffer;

    /** @param backups only says how objects are called */
    public JoinReads(BackupReader backups, List<CheckedFile> files, FoundKey key) {
        this.backups = backups;
        this.files = files;
        this.certain = key.certain();
    }

    /** @param file its number in the list of files */
    public void add(int file, FileRead read) {
        stopped |= read.stopped();
        whole += read.whole() ? 1 : 0;
        items += read.items();
        bytes += read.bytes();
        keysDiffer |= read.lacksKey();
        read.problems().forEach(problem -> problems.add(file, problem));
        problems.addMore(read.problemCount() - read.problems().size());
    }

    /** An item whose key an item of an earlier file, or an earlier line, has too. */
    public void addDuplicate(int file, long line) {
        if (certain) {
            problems.add(
                    file, Problem.sameKey(backups.uri(files.get(file).file().key()), line));
        } else {
            keysDiffer = true;
        }
    }

    /** More of them, of which it is not known where, behind all that were added. */
    public void addMoreDuplicates(long count) {
        if (certain) {
            problems.addMore(count);
        }
    }

    public FilesRead result() {
        return new FilesRead(stopped, whole, items, bytes, problems.first(), problems.count(), keysDiffer);
    }
}
