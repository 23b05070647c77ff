package io.ddbvault.core.backup;

import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.CutAnswer;
import java.util.List;

/**
 * A backup's answer, within what callers can take. A longer one names the exports first that are not COMPLETED, and leaves
 * out the last: the manifest whose key it gives holds them all. Pure.
 */
public final class FitSummary {
    /** The lists of a backup's answer that may be cut. */
    public static final List<String> LISTS = List.of("exports", "warnings");

    private FitSummary() {}

    public static Answer fit(BackupSummary summary) {
        Answer whole = SummarizeBackup.summarize(summary);
        return CutAnswer.fits(whole, CutAnswer.MAX_BYTES)
                ? whole
                : CutAnswer.cut(SummarizeBackup.summarize(summary.worstFirst()), CutAnswer.MAX_BYTES, LISTS);
    }
}
