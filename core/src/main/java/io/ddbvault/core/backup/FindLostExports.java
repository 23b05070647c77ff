package io.ddbvault.core.backup;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.ExportArn;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.ExportSummary;
import io.ddbvault.core.manifest.ReadExportManifests;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.TableExports;
import io.ddbvault.core.port.TableExports.ExportState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the exports of a date that were started and that its manifest does not name: their run died in between, or never
 * heard that DynamoDB took the start. What was about to be started is noted in the bucket; what lies there and was started
 * with a noted start's client token is that export. It is seen once it has ended: only then its folder says which it is.
 */
final class FindLostExports {
    private final Settings settings;
    private final BackupLayout layout;
    private final BackupReader backups;
    private final TableExports exports;
    private final ReadExportManifests exportManifests;

    FindLostExports(
            Settings settings,
            BackupLayout layout,
            BackupReader backups,
            TableExports exports,
            ReadExportManifests exportManifests) {
        this.settings = settings;
        this.layout = layout;
        this.backups = backups;
        this.exports = exports;
        this.exportManifests = exportManifests;
    }

    /**
     * What keeps a table's from being looked for becomes a warning.
     *
     * @param attempts what the manifest of that date holds
     * @return IN_PROGRESS, as they should have been written there
     */
    public List<TableExport> find(LocalDate date, List<TableExport> attempts, Journal journal) {
        List<TableExport> lost = new ArrayList<>();
        try {
            untold(date, attempts).forEach((table, starts) -> {
                try {
                    lost.addAll(find(date, table, starts, attempts, journal));
                } catch (DdbvaultException e) {
                    journal.warn(obstacle("of " + table, date, e));
                }
            });
        } catch (DdbvaultException e) {
            journal.warn(obstacle("of any table", date, e));
        }
        return lost;
    }

    /** By table, the starts that were noted and of which the manifest tells nothing. Mostly there are none. */
    private Map<String, List<NotedStart>> untold(LocalDate date, List<TableExport> attempts) {
        String key = layout.notedStarts(date);
        return backups
                .read(key, NotedStartsJson.MAX_BYTES)
                .map(object -> NotedStartsJson.read(object.bytes(), backups.uri(key)))
                .orElse(List.of())
                .stream()
                .filter(start -> !start.isToldIn(attempts))
                .collect(Collectors.groupingBy(NotedStart::table));
    }

    private List<TableExport> find(
            LocalDate date, String table, List<NotedStart> starts, List<TableExport> attempts, Journal journal) {
        String prefix = layout.exportPrefix(date, table);
        List<String> named = attempts.stream()
                .map(TableExport::exportArn)
                .filter(Objects::nonNull)
                .flatMap(arn -> ExportArn.parse(arn).stream())
                .map(ExportArn::id)
                .collect(Collectors.toList());
        List<TableExport> lost = new ArrayList<>();
        for (String id : backups.folders(BackupLayout.exportFolders(prefix))) {
            if (named.contains(id)) {
                continue;
            }
            try {
                identify(BackupLayout.exportFolder(prefix, id), prefix, starts).ifPresent(lost::add);
            } catch (DdbvaultException e) {
                // It may well be no export of ours, and must not hide one.
                journal.warn(obstacle("of " + table, date, e));
            }
        }
        return lost;
    }

    /** @return empty if the export has not ended, or was started by someone else */
    private Optional<TableExport> identify(String folder, String prefix, List<NotedStart> starts) {
        Optional<ExportSummary> summary = exportManifests.summary(folder);
        Optional<ExportArn> arn = summary.map(ExportSummary::exportArn).flatMap(ExportArn::parse);
        if (arn.isEmpty()) {
            return Optional.empty();
        }
        Optional<ExportState> state = exports.describe(arn.get().text());
        return starts.stream()
                .filter(start -> token(start, arn.get(), prefix)
                        .equals(state.map(ExportState::clientToken).orElse(null)))
                .findFirst()
                .map(start -> entry(start, arn.get(), prefix, folder, state.orElseThrow()));
    }

    private String token(NotedStart start, ExportArn arn, String prefix) {
        return ClientToken.of(start.runKey(), arn.tableArn(), settings.bucket(), prefix, start.attempt());
    }

    private TableExport entry(NotedStart start, ExportArn arn, String prefix, String folder, ExportState state) {
        return new TableExport(
                start.table(),
                ExportStatus.IN_PROGRESS,
                arn.text(),
                arn.tableArn(),
                Timestamps.formatOrNull(state.exportTime()),
                settings.bucket(),
                prefix,
                Timestamps.formatOrNull(state.startTime()),
                null,
                0,
                0,
                null,
                new ExportFolder(folder).summaryKey(),
                start.runKey(),
                null);
    }

    private static String obstacle(String what, LocalDate date, DdbvaultException failure) {
        return "Whether the backup of %s has exports %s that its manifest does not name could not be seen: %s"
                .formatted(date, what, failure.text());
    }
}
