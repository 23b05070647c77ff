package io.ddbvault.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Runs behind mutation testing, in the phase verify, and not with the other tests. */
class SurvivingMutantsCheck {
    private static final Path REPORT = Path.of("target", "pit-reports", "mutations.xml");
    private static final Path SOURCES = Path.of("..", "core", "src", "main", "java");
    private static final Path PAGE = Path.of("..", "docs", "mutants.md");

    @Test
    void everyMutantIsNoticedByATestOrListedWithItsReason() throws IOException {
        ReportedMutants report = new ReportedMutants(REPORT, SOURCES);
        Set<Mutant> unnoticed = report.unnoticed();
        Set<Mutant> listed = ListedMutants.read(PAGE);

        assertThat(report.all()).as("mutants in " + REPORT).isGreaterThan(200);
        assertThat(lines(unnoticed, listed))
                .as("No test notices these changes of the code. Add one that does; only where a change makes no"
                        + " difference, list it with its reason in docs/mutants.md.")
                .isEmpty();
        Set<Mutant> listable = new LinkedHashSet<>(unnoticed);
        listable.addAll(report.ranOut());
        assertThat(lines(listed, listable))
                .as("Listed in docs/mutants.md, but a test notices them or they are no more. Take them off the list.")
                .isEmpty();
    }

    private static String lines(Set<Mutant> some, Set<Mutant> others) {
        Set<Mutant> left = new LinkedHashSet<>(some);
        left.removeAll(others);
        return left.stream().map(Mutant::toString).collect(Collectors.joining("\n"));
    }
}
