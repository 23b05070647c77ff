package io.ddbvault.core.doctor;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.TableExports;
import io.ddbvault.core.restore.ListUnfinished;
import io.ddbvault.core.restore.RestoreStatus;
import io.ddbvault.core.restore.UnfinishedRestores;
import io.ddbvault.core.verify.FindBackups.FoundBackup;
import io.ddbvault.core.verify.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What lies in the bucket: did the last night's run do its work, and does a restore lie there unfinished. */
final class CheckBackups {
    /** A nightly run may come late, and its exports take a while. */
    private static final Duration LATE = Duration.ofHours(26);
    /** Two nights without a backup. */
    private static final Duration TOO_LATE = Duration.ofHours(50);

    private static final String LOOK =
            "look at the log of the backup function, /aws/lambda/…-backup, at its alarms and at the schedule; 'ddbvault backup' makes one now";

    private final Settings settings;
    private final TableExports exports;
    private final ListUnfinished listUnfinished;
    private final InstantSource clock;

    CheckBackups(
            Settings settings, BackupReader backups, BackupLayout layout, TableExports exports, InstantSource clock) {
        this.settings = settings;
        this.exports = exports;
        this.listUnfinished = new ListUnfinished(backups, layout, clock);
        this.clock = clock;
    }

    List<Finding> findings(Optional<FoundBackup> newest) {
        List<Finding> findings = new ArrayList<>();
        if (newest.isEmpty()) {
            findings.add(Finding.warn(
                    "last backup",
                    "there is none yet",
                    "'ddbvault backup' makes one; if the schedule should have made one, " + LOOK));
        } else {
            findings.addAll(lastBackup(newest.get()));
        }
        findings.add(Attempt.needed("restores", this::restores));
        return findings;
    }

    private List<Finding> lastBackup(FoundBackup newest) {
        BackupManifest manifest = newest.manifest();
        if (manifest == null) {
            Problem problem = newest.problem();
            return List.of(Finding.fail("last backup", problem == null ? "cannot be read" : problem.text(), null));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(age(manifest));
        findings.add(exports(manifest));
        findings.add(Attempt.needed("DescribeExport", () -> describe(manifest)));
        return findings;
    }

    private Finding age(BackupManifest manifest) {
        Instant created = Timestamps.parse(manifest.createdAt());
        Instant made = created.equals(Instant.EPOCH)
                ? manifest.date().atStartOfDay(ZoneOffset.UTC).toInstant()
                : created;
        Duration age = Duration.between(made, clock.instant());
        String found = "%s, %s old".formatted(manifest.date(), hours(age));
        if (age.compareTo(LATE) <= 0) {
            return Finding.ok("last backup", found);
        }
        return age.compareTo(TOO_LATE) <= 0
                ? Finding.warn("last backup", found + ": last night's is missing", LOOK)
                : Finding.fail("last backup", found + ": more than one night is missing", LOOK);
    }

    private static String hours(Duration age) {
        return age.compareTo(Duration.ofDays(3)) < 0
                ? String.format(Locale.ROOT, "%d hours", Math.max(0, age.toHours()))
                : String.format(Locale.ROOT, "%d days", age.toDays());
    }

    private Finding exports(BackupManifest manifest) {
        List<String> failed = names(manifest, ExportStatus.FAILED);
        List<String> running = names(manifest, ExportStatus.IN_PROGRESS);
        List<String> missing = new ArrayList<>();
        if (settings.tables() != null) {
            missing.addAll(settings.tables());
            missing.removeAll(
                    manifest.exports().stream().map(TableExport::tableName).toList());
        }
        String counts = "%d of %d tables COMPLETED"
                .formatted(
                        manifest.count(ExportStatus.COMPLETED),
                        manifest.exports().size());
        if (!failed.isEmpty()) {
            return Finding.fail(
                    "its exports",
                    "%s; FAILED: %s".formatted(counts, String.join("; ", failed)),
                    "mend that, then run 'ddbvault backup --table NAME'");
        }
        if (!missing.isEmpty()) {
            return Finding.fail(
                    "its exports",
                    "%s; DYNAMODB_TABLES names more: %s".formatted(counts, String.join(", ", missing)),
                    "run 'ddbvault backup', and check DYNAMODB_TABLES of the backup function");
        }
        return running.isEmpty()
                ? Finding.ok("its exports", counts)
                : Finding.warn(
                        "its exports",
                        "%s; IN_PROGRESS: %s".formatted(counts, String.join(", ", running)),
                        "'ddbvault backup --date %s' notes their end".formatted(manifest.date()));
    }

    private static List<String> names(BackupManifest manifest, ExportStatus status) {
        return manifest.exports().stream()
                .filter(export -> export.status() == status)
                .map(export -> export.failureMessage() == null || status != ExportStatus.FAILED
                        ? export.tableName()
                        : "%s (%s)".formatted(export.tableName(), export.failureMessage()))
                .toList();
    }

    private Finding describe(BackupManifest manifest) {
        String arn = manifest.exports().stream()
                .map(TableExport::exportArn)
                .filter(each -> each != null)
                .findFirst()
                .orElse(null);
        if (arn == null) {
            return Finding.skip("DescribeExport", "not tried: the last backup names no export");
        }
        return Finding.ok(
                "DescribeExport",
                exports.describe(arn).isPresent()
                        ? "allowed"
                        : "allowed; DynamoDB does not know the export any more, as after 90 days");
    }

    private Finding restores() {
        UnfinishedRestores unfinished = listUnfinished.list();
        List<String> texts = new ArrayList<>();
        @Nullable String next = null;
        for (RestoreStatus restore : unfinished.restores()) {
            boolean stopped = restore.state() == RestoreStatus.State.STOPPED;
            texts.add("%s is %s"
                    .formatted(restore.restoreId(), stopped ? "unfinished and nobody works on it" : "running"));
            next = next == null && stopped ? restore.command() : next;
        }
        unfinished.unreadable().forEach(restore -> texts.add(restore.restoreId() + " cannot be read"));
        if (texts.isEmpty()) {
            return Finding.ok("restores", "none is unfinished");
        }
        return next == null
                ? Finding.ok("restores", String.join("; ", texts))
                : Finding.warn(
                        "restores",
                        String.join("; ", texts),
                        "'%s' goes on with it; 'ddbvault restore --unfinished' shows all".formatted(next));
    }
}
