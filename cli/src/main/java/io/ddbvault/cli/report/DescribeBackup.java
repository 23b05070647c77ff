package io.ddbvault.cli.report;

import io.ddbvault.core.backup.BackupSummary;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import java.util.ArrayList;
import java.util.List;

/** What a backup came to, for people. Pure. */
public final class DescribeBackup {
    private static final List<ExportStatus> GOOD_NEWS_FIRST =
            List.of(ExportStatus.COMPLETED, ExportStatus.FAILED, ExportStatus.IN_PROGRESS);

    private DescribeBackup() {}

    /** Several lines, the last without its end. */
    public static String text(BackupSummary summary) {
        List<TableExport> exports = summary.exports();
        Lines lines = new Lines(
                exports.stream().map(export -> export.status().name()).toList(),
                exports.stream().map(TableExport::tableName).toList());
        lines.add("Backup of %s, %s".formatted(summary.date(), summary.environment()));
        exports.forEach(export -> describe(export, lines));
        lines.warnings(summary.warnings());
        lines.add("%s: %s; %s, %s."
                .formatted(
                        Human.count(exports.size(), "table"),
                        statuses(summary),
                        Human.count(summary.items(), "item"),
                        Human.bytes(summary.bytes())));
        lines.add("Manifest: s3://%s/%s".formatted(summary.bucket(), summary.manifestKey()));
        whatNext(summary, lines);
        return lines.toString();
    }

    private static void describe(TableExport export, Lines lines) {
        String what = export.status() == ExportStatus.COMPLETED
                ? Human.count(export.itemCount(), "item") + ", " + Human.bytes(export.billingSizeBytes())
                : "";
        lines.table(export.status().name(), export.tableName(), what);
        if (export.failureMessage() != null && export.status() == ExportStatus.FAILED) {
            lines.detail(export.failureMessage());
        }
    }

    private static String statuses(BackupSummary summary) {
        List<String> counts = new ArrayList<>();
        for (ExportStatus status : GOOD_NEWS_FIRST) {
            long count = summary.count(status);
            if (count > 0) {
                counts.add(Human.count(count) + " " + status);
            }
        }
        return counts.isEmpty() ? "nothing to do" : String.join(", ", counts);
    }

    private static void whatNext(BackupSummary summary, Lines lines) {
        if (summary.count(ExportStatus.IN_PROGRESS) > 0) {
            lines.add("Next: DynamoDB goes on exporting. 'ddbvault backup --date %s' finishes the backup later."
                    .formatted(summary.date()));
        }
        List<String> failed = summary.exports().stream()
                .filter(export -> export.status() == ExportStatus.FAILED)
                .map(TableExport::tableName)
                .toList();
        if (!failed.isEmpty()) {
            lines.add("Next: mend what is named above, then run 'ddbvault backup --table %s'."
                    .formatted(String.join(",", failed)));
        }
    }
}
