package io.ddbvault.core.catalog;

import io.ddbvault.core.manifest.DataFile;
import io.ddbvault.core.manifest.ExportArn;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.manifest.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table of a backup, by its export's own manifests.
 *
 * @param export the backup manifest's entry
 * @param check what came of the quick check
 * @param fault why it is BAD, in a sentence
 * @param folder where the export lies, with a trailing slash; null unless GOOD
 * @param moved whether that is elsewhere than its manifests say, as of a copied backup
 * @param filesCount how many data files it has; 0 unless GOOD
 * @param files these, if they were asked for
 */
public record InspectedTable(
        TableExport export,
        Check check,
        @Nullable String fault,
        @Nullable String folder,
        boolean moved,
        int filesCount,
        List<DataFile> files) {
    public InspectedTable {
        files = List.copyOf(files);
    }

    /** The checksums of the export's two manifests, and the counts in them and in the backup's manifest. */
    public enum Check {
        /** All right. The data files were not looked at. */
        GOOD,
        /** The table cannot be restored from this backup, whatever the backup's manifest says. */
        BAD,
        /** There is nothing to check: the export failed, or has not ended. */
        NONE
    }

    /** The export's id; empty where none was started. */
    public Optional<String> id() {
        String arn = export.exportArn();
        return arn == null ? Optional.empty() : ExportArn.parse(arn).map(ExportArn::id);
    }

    /** How long the export took; empty where its manifest does not tell. */
    public Optional<Duration> took() {
        Instant start = Timestamps.parse(export.startTime());
        Instant end = Timestamps.parse(export.endTime());
        return start.isAfter(Instant.EPOCH) && !end.isBefore(start)
                ? Optional.of(Duration.between(start, end))
                : Optional.empty();
    }
}
