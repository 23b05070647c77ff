package io.ddbvault.cli.report;

import io.ddbvault.core.doctor.Diagnosis;
import io.ddbvault.core.doctor.Finding;
import io.ddbvault.core.doctor.Finding.Level;
import java.util.ArrayList;
import java.util.List;

/** A diagnosis, for people: a line for each check, and how to mend it below. Pure. */
public final class DescribeDiagnosis {
    private DescribeDiagnosis() {}

    /** Several lines, the last without its end. */
    public static String text(Diagnosis diagnosis) {
        List<Finding> findings = diagnosis.findings();
        Lines lines = new Lines(
                findings.stream().map(finding -> finding.level().name()).toList(),
                findings.stream().map(Finding::check).toList());
        for (Finding finding : findings) {
            lines.table(finding.level().name(), finding.check(), sentence(finding.found()));
            if (finding.fix() != null) {
                lines.detail("fix: " + finding.fix());
            }
        }
        List<String> counts = new ArrayList<>();
        for (Level level : Level.values()) {
            if (diagnosis.count(level) > 0) {
                counts.add(Human.count(diagnosis.count(level)) + " " + level);
            }
        }
        lines.add("%s: %s.".formatted(Human.count(findings.size(), "check"), String.join(", ", counts)));
        return lines.toString();
    }

    /** Errors are whole sentences, with their full stop; what was found is not. */
    private static String sentence(String found) {
        return found.endsWith(".") ? found.substring(0, found.length() - 1) : found;
    }
}
