package io.ddbvault.core.verify;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found of one table's export.
 *
 * @param exportArn null where the manifest names no export
 * @param counts what the export holds, and how much of it was read
 * @param problems the first ones, in the order of files and lines; of a GOOD one none
 * @param problemCount how many there are in all
 * @param remarks what could not be checked and does not make it worse, a sentence each
 * @param reason why it is neither GOOD nor BAD; null for these
 */
public record VerifiedTable(
        LocalDate date,
        String table,
        State state,
        @Nullable String exportArn,
        Counts counts,
        List<Problem> problems,
        long problemCount,
        List<String> remarks,
        @Nullable String reason) {
    /** What it came to. */
    public enum State {
        /** All that was looked at is as DynamoDB wrote it. */
        GOOD,
        /** Something of it is missing, damaged or altered. */
        BAD,
        /** Its export failed, or has not ended. */
        NOT_COMPLETED,
        /** It could not be looked at, or not to the end. */
        NOT_VERIFIED,
        NOT_IN_BACKUP
    }

    /**
     * @param files data files of the export
     * @param items as the export's manifests count them
     * @param bytes of all data files that are there, compressed
     * @param filesRead of the files, those whose bytes were read to the end
     * @param itemsRead items that were found in them; 0 where only hashes were computed
     * @param bytesRead compressed
     */
    public record Counts(long files, long items, long bytes, long filesRead, long itemsRead, long bytesRead) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);
    }

    public VerifiedTable {
        problems = List.copyOf(problems);
        remarks = List.copyOf(remarks);
    }

    static VerifiedTable without(
            LocalDate date, String table, State state, @Nullable String exportArn, Counts counts, String reason) {
        return new VerifiedTable(date, table, state, exportArn, counts, List.of(), 0, List.of(), reason);
    }

    /** Something is wrong for sure, or nothing that was looked at is. */
    public boolean isJudged() {
        return state == State.GOOD || state == State.BAD;
    }
}
