package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.config.TableNamePattern.Verdict;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupManifest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The naming guard: nothing of another environment is restored, and nothing into another one, by accident. The backup's
 * manifest and the names of both tables are asked, each for itself. Pure.
 */
final class GuardEnvironment {
    private final Settings settings;

    GuardEnvironment(Settings settings) {
        this.settings = settings;
    }

    /**
     * @param mismatchAllowed what would be refused becomes a warning
     * @return what the user should know
     * @throws DdbvaultException {@code ENVIRONMENT_MISMATCH}
     */
    List<String> check(BackupManifest manifest, List<ResolvedTable> tables, boolean mismatchAllowed) {
        List<String> names = tables.stream()
                .flatMap(table -> Stream.of(table.source(), table.target()))
                .distinct()
                .toList();
        return check(manifest.date(), manifest.environment(), names, mismatchAllowed);
    }

    /**
     * The same, of what is known to be of this backup and environment.
     *
     * @param names of tables, each once
     */
    List<String> check(LocalDate date, String environment, List<String> names, boolean mismatchAllowed) {
        List<String> mismatches = mismatches(date, environment, names);
        List<String> warnings = new ArrayList<>();
        if (!mismatches.isEmpty()) {
            String found = "%s; ENVIRONMENT is %s.".formatted(String.join("; ", mismatches), settings.environment());
            if (!mismatchAllowed) {
                throw new DdbvaultException(
                        ErrorCode.ENVIRONMENT_MISMATCH,
                        "The naming guard refuses this: " + found
                                + " Nothing was touched. Check BACKUP_BUCKET, S3_EXPORTS_PREFIX, ENVIRONMENT and the tables' names; if this restore is meant, set allow_environment_mismatch.");
            }
            warnings.add("allow_environment_mismatch lifted the naming guard: " + found);
        }
        List<String> strangers = named(names, Verdict.NO_MATCH);
        if (!strangers.isEmpty()) {
            warnings.add("The environment of %s cannot be told from the name: TABLE_NAME_PATTERN is %s."
                    .formatted(
                            String.join(", ", strangers), settings.namePattern().text()));
        }
        return warnings;
    }

    private List<String> mismatches(LocalDate date, String environment, List<String> names) {
        List<String> mismatches = new ArrayList<>();
        if (!environment.equals(settings.environment())) {
            mismatches.add("the backup of %s is of the environment %s".formatted(date, environment));
        }
        List<String> foreign = named(names, Verdict.OTHER_ENVIRONMENT);
        if (!foreign.isEmpty()) {
            mismatches.add("by TABLE_NAME_PATTERN %s, %s %s of another environment"
                    .formatted(
                            settings.namePattern().text(),
                            String.join(", ", foreign),
                            foreign.size() == 1 ? "is" : "are"));
        }
        return mismatches;
    }

    private List<String> named(List<String> names, Verdict verdict) {
        return names.stream()
                .filter(name -> settings.namePattern().check(name, settings.environment()) == verdict)
                .toList();
    }
}
