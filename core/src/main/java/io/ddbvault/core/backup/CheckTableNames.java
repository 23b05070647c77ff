package io.ddbvault.core.backup;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.config.TableNamePattern.Verdict;
import java.util.ArrayList;
import java.util.List;

/** The naming guard of a backup, which only warns: exporting the wrong table harms nothing. Pure. */
final class CheckTableNames {
    private final Settings settings;

    CheckTableNames(Settings settings) {
        this.settings = settings;
    }

    /** @return the warnings: one for each table of another environment, and one for all names without any */
    public List<String> check(List<String> tables) {
        String pattern = settings.namePattern().text();
        String environment = settings.environment();
        List<String> warnings = new ArrayList<>();
        List<String> unmatched = new ArrayList<>();
        for (String table : tables) {
            Verdict verdict = settings.namePattern().check(table, environment);
            if (verdict == Verdict.OTHER_ENVIRONMENT) {
                warnings.add("%s is by its name (TABLE_NAME_PATTERN %s) no table of ENVIRONMENT %s."
                        .formatted(table, pattern, environment));
            } else if (verdict == Verdict.NO_MATCH) {
                unmatched.add(table);
            }
        }
        if (!unmatched.isEmpty()) {
            warnings.add(
                    "No environment can be told from the name of %s: it does not match TABLE_NAME_PATTERN %s. Set that variable to your naming convention, or to an empty text to switch the check off."
                            .formatted(String.join(", ", unmatched), pattern));
        }
        return warnings;
    }
}
