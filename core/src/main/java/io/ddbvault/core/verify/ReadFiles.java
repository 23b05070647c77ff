package io.ddbvault.core.verify;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.CheckedFile;
import java.util.List;

/**
 * Reads data files of one table to their last byte, and looks for keys that occur twice among all of them: in this
 * process, or on many machines.
 */
@FunctionalInterface
public interface ReadFiles {
    /**
     * What was read of a table's files.
     *
     * @param stopped whether not all of it was, because the run was stopped
     * @param files that were read to their last byte
     * @param items that were found
     * @param bytes compressed
     * @param problems the first ones, in the order of files and lines
     * @param problemCount how many there are in all
     * @param keysDiffer whether the items do not have the key that the table has now, which need not be the exported one's
     */
    record FilesRead(
            boolean stopped,
            long files,
            long items,
            long bytes,
            List<Problem> problems,
            long problemCount,
            boolean keysDiffer) {
        static final FilesRead NOTHING = new FilesRead(false, 0, 0, 0, List.of(), 0, false);

        public FilesRead {
            problems = List.copyOf(problems);
        }
    }

    /**
     * @param label how progress calls the table
     * @param threads that read side by side in one process
     * @throws DdbvaultException if not all could be read, through no fault of the files
     */
    FilesRead read(List<CheckedFile> files, FoundKey key, String label, int threads, Stop stop);
}
