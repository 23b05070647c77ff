package io.ddbvault.core.drill;

import io.ddbvault.core.diff.DiffOptions;
import io.ddbvault.core.diff.DiffSummary;
import io.ddbvault.core.diff.DiffTable;
import io.ddbvault.core.diff.Difference;
import io.ddbvault.core.diff.OpenBackup;
import io.ddbvault.core.diff.Side;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Compares as {@code ddbvault diff} does, in bounded memory. */
public final class CompareByDiff implements CompareScratch {
    private final OpenBackup openBackup;
    private final DiffTable diffTable;
    private final Path temporary;

    /** @param temporary the folder that temporary files go to, in a folder of their own */
    public CompareByDiff(OpenBackup openBackup, DiffTable diffTable, Path temporary) {
        this.openBackup = openBackup;
        this.diffTable = diffTable;
        this.temporary = temporary;
    }

    @Override
    public Comparison compare(LocalDate date, String source, TableDescription scratch, Stop stop) {
        List<String> problems = new ArrayList<>();
        DiffSummary summary = diffTable.run(
                openBackup.open(date, source, stop),
                new Side.Live(scratch),
                new DiffOptions(true, false, DrillReport.MOST_PROBLEMS, null, temporary),
                difference -> problems.add(sentence(difference)),
                stop);
        return new Comparison(
                true, summary.same(), summary.onlyHere(), summary.onlyThere(), summary.changed(), problems);
    }

    private static String sentence(Difference difference) {
        return switch (difference.kind()) {
            case ONLY_HERE -> "%s is not in the table.".formatted(difference.key());
            case ONLY_THERE -> "%s is in the table, but not in the backup.".formatted(difference.key());
            case CHANGED -> "%s is not as in the backup: %s.".formatted(difference.key(), attributes(difference));
        };
    }

    private static String attributes(Difference difference) {
        List<String> names = new ArrayList<>(difference.attributes().onlyHere());
        names.addAll(difference.attributes().onlyThere());
        names.addAll(difference.attributes().changed());
        return String.join(", ", names);
    }
}
