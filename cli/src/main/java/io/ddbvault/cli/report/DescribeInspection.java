package io.ddbvault.cli.report;

import io.ddbvault.core.catalog.CatalogedBackup;
import io.ddbvault.core.catalog.InspectedBackup;
import io.ddbvault.core.catalog.InspectedTable;
import io.ddbvault.core.catalog.InspectedTable.Check;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.evidence.Verification;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.DataFile;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.ExportTotals;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.manifest.Timestamps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One backup, for people. Pure. */
public final class DescribeInspection {
    private DescribeInspection() {}

    /** Several lines, the last without its end. */
    public static String text(InspectedBackup inspected) {
        CatalogedBackup backup = inspected.backup();
        BackupManifest manifest = backup.manifest();
        Lines lines = new Lines(
                inspected.tables().stream()
                        .map(table -> table.export().status().name())
                        .toList(),
                inspected.tables().stream()
                        .map(table -> table.export().tableName())
                        .toList());
        lines.add("Backup of %s, %s: %s"
                .formatted(backup.date(), manifest == null ? "" : manifest.environment(), backup.state()));
        lines.add("manifest " + inspected.manifestUri());
        inspected
                .startedAt()
                .ifPresent(start -> lines.add("started %s, %s; its data is %s old"
                        .formatted(
                                Timestamps.format(start),
                                inspected
                                        .endedAt()
                                        .map(end -> "ended " + Timestamps.format(end))
                                        .orElse("not ended"),
                                DescribeCatalog.age(Duration.between(backup.dataTime(), inspected.now())))));
        inspected
                .tables()
                .forEach(table ->
                        table(table, inspected.verifications(table.export().tableName()), lines));
        lines.add(sum(inspected));
        inspected
                .passedOver()
                .forEach(newer -> lines.add("The newer backup of %s is no use, it is %s: see 'ddbvault show %s'."
                        .formatted(newer.date(), newer.state(), newer.date())));
        return lines.toString();
    }

    private static void table(InspectedTable table, Map<Depth, Verification> verifications, Lines lines) {
        TableExport export = table.export();
        lines.table(export.status().name(), export.tableName(), counts(table));
        export(table, lines);
        String failure = export.failureMessage();
        if (failure != null && export.status() == ExportStatus.FAILED) {
            lines.detail(failure);
        }
        String folder = table.folder();
        if (folder != null) {
            lines.detail(folder + (table.moved() ? " (copied: its manifests name another place)" : ""));
        }
        switch (table.check()) {
            case GOOD -> lines.detail("check: GOOD, checksums of its manifests and all counts");
            case BAD -> lines.detail("check: BAD. " + table.fault());
            case NONE -> {}
        }
        verifications.forEach((depth, verification) -> lines.detail("verified (%s) at %s: %s"
                .formatted(depth.label(), Timestamps.format(verification.verifiedAt()), verification.verdict())));
        files(table, lines);
    }

    private static String counts(InspectedTable table) {
        TableExport export = table.export();
        if (export.status() != ExportStatus.COMPLETED) {
            return "";
        }
        List<String> counts = new ArrayList<>();
        counts.add(Human.count(export.itemCount(), "item"));
        counts.add(Human.bytes(export.billingSizeBytes()));
        if (table.check() == Check.GOOD) {
            counts.add(Human.count(table.filesCount(), "data file"));
        }
        return String.join(", ", counts);
    }

    private static void export(InspectedTable table, Lines lines) {
        List<String> what = new ArrayList<>();
        table.id().ifPresent(id -> what.add("export " + id));
        String time = table.export().exportTime();
        if (time != null) {
            what.add("data of " + time);
        }
        table.took().ifPresent(took -> what.add("took " + Human.duration(took)));
        if (!what.isEmpty()) {
            lines.detail(String.join(", ", what));
        }
    }

    private static void files(InspectedTable table, Lines lines) {
        String folder = String.valueOf(table.folder());
        for (DataFile file : table.files()) {
            String name = file.key().startsWith(folder) ? file.key().substring(folder.length()) : file.key();
            lines.detail("  %12s  %s".formatted(Human.count(file.itemCount(), "item"), name));
        }
    }

    private static String sum(InspectedBackup inspected) {
        ExportTotals totals = inspected.backup().totals();
        long good = inspected.count(Check.GOOD);
        return "%s, %s good; %s, %s."
                .formatted(
                        Human.count(inspected.tables().size(), "table"),
                        good == inspected.tables().size() ? "all" : Human.count(good),
                        Human.count(totals.items(), "item"),
                        Human.bytes(totals.bytes()));
    }
}
