package io.ddbvault.core.doctor;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.port.NotOfferedException;
import java.util.function.Supplier;

/** Makes one check, so that one that fails leaves the others running. */
final class Attempt {
    private Attempt() {}

    /** Of what backups or restores cannot do without: an error is a FAIL. */
    static Finding needed(String check, Supplier<Finding> attempt) {
        try {
            return attempt.get();
        } catch (NotOfferedException e) {
            return Finding.skip(check, e.text());
        } catch (DdbvaultException e) {
            // Its text says what to do next.
            return Finding.fail(check, e.text(), null);
        }
    }

    /** Of what they can do without: the right to look may well be missing. */
    static Finding optional(String check, Supplier<Finding> attempt) {
        Finding finding = needed(check, attempt);
        return finding.level() == Finding.Level.FAIL && finding.fix() == null
                ? Finding.skip(check, "not looked at: " + finding.found())
                : finding;
    }
}
