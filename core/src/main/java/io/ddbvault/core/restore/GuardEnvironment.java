package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.config.TableNamePattern.Verdict;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupManifest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
        Set<String> names = new LinkedHashSet<>();
        tables.forEach(table -> Stream.of(table.source(), table.target()).forEach(names::add));
        List<String> mismatches = mismatches(manifest, names);
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

    private List<String> mismatches(BackupManifest manifest, Set<String> names) {
        List<String> mismatches = new ArrayList<>();
        if (!manifest.environment().equals(settings.environment())) {
            mismatches.add(
                    "the backup of %s is of the environment %s".formatted(manifest.date(), manifest.environment()));
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

    private List<String> named(Set<String> names, Verdict verdict) {
        return names.stream()
                .filter(name -> settings.namePattern().check(name, settings.environment()) == verdict)
                .toList();
    }
}
