package io.ddbvault.core.doctor;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.port.NotOfferedException;
import io.ddbvault.core.port.Surroundings;
import io.ddbvault.core.port.Surroundings.Caller;
import io.ddbvault.core.port.TableExports;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.state.ReadLock;
import io.ddbvault.core.verify.FindBackups;
import io.ddbvault.core.verify.FindBackups.FoundBackup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all that has to be right for the next night's backup and for a restore: settings, credentials, clock, bucket,
 * tables, rights, the last run. It changes nothing, and a check that fails leaves the others running.
 */
public final class Diagnose {
    private static final String SETTINGS = "settings";
    private static final String CREDENTIALS = "credentials";
    private static final String CLOCK = "clock";
    private static final String MANIFESTS = "manifests";
    /** What has to be right before anything can be looked at. */
    static final Set<String> BEFORE_ALL = Set.of(SETTINGS, CREDENTIALS, CLOCK);

    /** AWS refuses signatures that are older, or younger, than that. */
    private static final Duration REFUSED = Duration.ofMinutes(5);

    private static final Duration ODD = Duration.ofSeconds(30);

    private final Settings settings;
    private final Surroundings surroundings;
    private final CheckBucket checkBucket;
    private final CheckTables checkTables;
    private final CheckBackups checkBackups;
    private final FindBackups findBackups;

    public Diagnose(
            Settings settings,
            BackupStore store,
            Tables tables,
            TableExports exports,
            Surroundings surroundings,
            InstantSource clock) {
        BackupLayout layout = new BackupLayout(settings.prefix());
        this.settings = settings;
        this.surroundings = surroundings;
        checkBucket = new CheckBucket(settings, store, layout, surroundings);
        checkTables = new CheckTables(settings, tables, surroundings, new ReadLock(store, layout), clock);
        checkBackups = new CheckBackups(settings, store, layout, exports, clock);
        findBackups = new FindBackups(store, layout);
    }

    /**
     * Where even AWS cannot be asked.
     *
     * @param problems of the settings
     */
    public static Diagnosis ofBadSettings(List<Finding> problems) {
        List<Finding> findings = new ArrayList<>(problems);
        findings.add(Finding.skip("everything else", "not looked at with these settings"));
        return new Diagnosis(findings);
    }

    /** @param why every problem on a line of its own, as {@link Settings} reports them */
    public static List<Finding> settingsProblems(DdbvaultException why) {
        return why.text()
                .lines()
                .map(problem -> Finding.fail(
                        SETTINGS, problem, "each setting is an option or an environment variable; --help lists them"))
                .toList();
    }

    /**
     * @param problems of the settings that were left out
     * @param withBucket whether the settings name one; else it is not looked at
     * @param named the tables to look at; empty for those of {@code DYNAMODB_TABLES}, else of the newest manifest
     */
    public Diagnosis run(List<Finding> problems, boolean withBucket, List<String> named) {
        List<Finding> findings = new ArrayList<>(problems);
        if (problems.isEmpty()) {
            findings.add(Finding.ok(
                    SETTINGS,
                    "bucket %s, environment %s, prefix %s"
                            .formatted(settings.bucket(), settings.environment(), settings.prefix())));
        }
        Caller caller = null;
        try {
            caller = surroundings.caller();
            findings.add(Finding.ok(
                    CREDENTIALS, "%s; the rights below are this one's, not the functions'".formatted(caller.arn())));
        } catch (NotOfferedException e) {
            findings.add(Finding.skip(CREDENTIALS, e.text()));
        } catch (DdbvaultException e) {
            findings.add(Finding.fail(CREDENTIALS, e.text(), null));
            findings.add(Finding.skip("everything else", "not looked at without credentials"));
            return new Diagnosis(findings);
        }
        boolean readable = withBucket && checkBucket(findings, caller);
        Optional<FoundBackup> newest = readable ? newest(findings) : Optional.empty();
        findings.addAll(tables(named, newest, readable));
        findings.add(
                Finding.skip(
                        "table writes",
                        "BatchWriteItem and ExportTableToPointInTime are not tried: there is no way to, without a write or an export"));
        if (readable && findings.stream().noneMatch(finding -> finding.check().equals(MANIFESTS))) {
            findings.addAll(checkBackups.findings(newest));
        } else {
            findings.add(
                    Finding.skip("last backup", "not looked at, nor unfinished restores: the bucket cannot be read"));
        }
        return new Diagnosis(findings);
    }

    /** @return whether it is worth while to read in it */
    private boolean checkBucket(List<Finding> findings, @Nullable Caller caller) {
        findings.add(Attempt.optional(CLOCK, this::clock));
        List<Finding> ofBucket = checkBucket.findings(caller);
        findings.addAll(ofBucket);
        return ofBucket.get(0).level() != Finding.Level.FAIL;
    }

    private Finding clock() {
        Duration ahead = surroundings.clockAhead();
        String found =
                "%d s %s S3's".formatted(Math.abs(ahead.toSeconds()), ahead.isNegative() ? "behind" : "ahead of");
        if (ahead.abs().compareTo(REFUSED) > 0) {
            return Finding.fail(
                    CLOCK,
                    found + ", and AWS refuses signatures that are 5 minutes off",
                    "set this machine's clock (timedatectl set-ntp true)");
        }
        return ahead.abs().compareTo(ODD) > 0
                ? Finding.warn(CLOCK, found, "let NTP set this machine's clock (timedatectl set-ntp true)")
                : Finding.ok(CLOCK, ahead.abs().compareTo(Duration.ofSeconds(2)) <= 0 ? "as S3's" : found);
    }

    /** Adds a finding {@link #MANIFESTS} if they cannot be read. */
    private Optional<FoundBackup> newest(List<Finding> findings) {
        List<String> warnings = new ArrayList<>();
        try {
            Optional<FoundBackup> newest = findBackups.newest(warnings);
            warnings.forEach(warning -> findings.add(Finding.warn(
                    "newer dates", warning, "'ddbvault backup' finishes what its run noted, or makes a backup anew")));
            return newest;
        } catch (DdbvaultException e) {
            findings.add(Finding.fail(MANIFESTS, e.text(), null));
            return Optional.empty();
        }
    }

    private List<Finding> tables(List<String> named, Optional<FoundBackup> newest, boolean readable) {
        List<String> names = named;
        if (names.isEmpty() && settings.tables() != null) {
            names = settings.tables();
        }
        if (names.isEmpty()) {
            names = newest.map(FoundBackup::manifest)
                    .map(manifest -> manifest.exports().stream()
                            .map(TableExport::tableName)
                            .distinct()
                            .toList())
                    .orElse(List.of());
        }
        return names.isEmpty()
                ? List.of(Finding.skip(
                        "tables",
                        "none known: name some with --table, or set DYNAMODB_TABLES as the backup function has it"))
                : checkTables.findings(names, readable);
    }
}
