package io.ddbvault.lambda;

import io.ddbvault.aws.Vault;
import io.ddbvault.core.config.Settings;
import io.ddbvault.report.StoreReport;
import java.time.Duration;
import java.time.Instant;

/**
 * Writes the report after a backup. The backup's answer is decided by then, and nothing that happens here changes it: no
 * failure, and no lack of time.
 *
 * <p>A class of its own, so that a function that writes no report loads nothing of what makes one.
 */
final class ReportAfterBackup {
    /** It takes seconds; but an answer that Lambda kills for it is a backup that is reported as failed. */
    static final Duration LEAST = Duration.ofSeconds(60);

    private ReportAfterBackup() {}

    /** @param left until Lambda kills the call */
    static void write(Vault vault, Settings settings, Duration left) {
        if (left.compareTo(LEAST) < 0) {
            LogLine.warn("report not written: too little time is left of this call")
                    .with("secondsLeft", left.toSeconds())
                    .with("secondsNeeded", LEAST.toSeconds())
                    .print();
            return;
        }
        try {
            String page = new StoreReport(vault.store(), vault.layout()).makeAndStore(settings, Instant.now());
            LogLine.info("report written").with("page", page).print();
        } catch (RuntimeException | LinkageError e) {
            LogLine.warn("report not written").with(e).print();
        }
    }
}
