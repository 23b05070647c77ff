package io.ddbvault.core.backup;

import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.BackupManifestJson;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Answer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a backup came to, as its caller gets it. Pure. */
public final class SummarizeBackup {
    private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1 << 20);
    /** More reasons than anyone reads at once; the exports hold them all. */
    private static final int REASONS = 5;

    private SummarizeBackup() {}

    public static Answer summarize(BackupSummary summary) {
        int status = status(summary);
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        if (status == Answer.NOTHING) {
            body.put("error", error(summary));
        }
        body.put("backup_date", summary.date().toString());
        body.put("environment", summary.environment());
        body.put("backup_type", BackupManifest.BACKUP_TYPE);
        body.put("total_tables_processed", summary.exports().size());
        body.put("successful_exports", summary.count(ExportStatus.COMPLETED));
        body.put("failed_exports", summary.count(ExportStatus.FAILED));
        body.put("exports_in_progress", summary.count(ExportStatus.IN_PROGRESS));
        body.put("total_items_exported", summary.items());
        body.put("total_size_mb", BigDecimal.valueOf(summary.bytes()).divide(MEBIBYTE, 2, RoundingMode.HALF_UP));
        body.put("manifest_s3_key", summary.manifestKey());
        body.put("s3_bucket", summary.bucket());
        body.put("warnings", summary.warnings());
        body.put(
                "exports",
                summary.exports().stream().map(BackupManifestJson::fields).collect(Collectors.toList()));
        return new Answer(status, body);
    }

    private static int status(BackupSummary summary) {
        long completed = summary.count(ExportStatus.COMPLETED);
        if (completed + summary.count(ExportStatus.IN_PROGRESS) == 0) {
            return Answer.NOTHING;
        }
        return completed == summary.exports().size() ? Answer.OK : Answer.PARTLY;
    }

    private static String error(BackupSummary summary) {
        List<TableExport> exports = summary.exports();
        String reasons = exports.stream()
                .limit(REASONS)
                .map(export -> "%s: %s".formatted(export.tableName(), export.failureMessage()))
                .collect(Collectors.joining("\n"));
        String more = exports.size() <= REASONS
                ? ""
                : "\nand %d more, each with its failure_message in exports".formatted(exports.size() - REASONS);
        return "No table was backed up. Mend what follows, then run the backup again.\n" + reasons + more;
    }
}
