package io.ddbvault.core.doctor;

import io.ddbvault.core.doctor.Finding.Level;
import java.util.List;

/** All findings, in the order in which they are to be read. */
public record Diagnosis(List<Finding> findings) {
    public Diagnosis {
        findings = List.copyOf(findings);
    }

    public long count(Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    /** Whether neither the bucket nor a table could be looked at: no credentials, or no such bucket. */
    public boolean isBlind() {
        return findings.stream()
                .filter(finding -> !Diagnose.BEFORE_ALL.contains(finding.check()))
                .noneMatch(finding -> finding.level() == Level.OK || finding.level() == Level.WARN);
    }
}
