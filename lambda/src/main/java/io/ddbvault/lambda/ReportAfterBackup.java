package io.ddbvault.lambda;

import io.ddbvault.aws.Vault;
import io.ddbvault.core.config.Settings;
import io.ddbvault.report.StoreReport;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the report after a backup. The backup's answer is decided by then, and nothing that happens here changes it: no
 * failure, and no lack of time.
 *
 * <p>A class of its own, so that a function that writes no report loads nothing of what makes one.
 */
final class ReportAfterBackup {
    private static final Logger LOG = LoggerFactory.getLogger(ReportAfterBackup.class);

    /** It takes seconds; but an answer that Lambda kills for it is a backup that is reported as failed. */
    static final Duration LEAST = Duration.ofSeconds(60);

    private ReportAfterBackup() {}

    /** @param left until Lambda kills the call */
    static void write(Vault vault, Settings settings, Duration left) {
        if (left.compareTo(LEAST) < 0) {
            LOG.warn(
                    "the report is not written: {} s are left of the function's time, and it gets {} at least",
                    left.toSeconds(),
                    LEAST.toSeconds());
            return;
        }
        try {
            String page = new StoreReport(vault.store(), vault.layout()).makeAndStore(settings, Instant.now());
            LOG.info("report written to {}", page);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("the report is not written: {}", e.getMessage(), e);
        }
    }
}
