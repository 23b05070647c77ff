package io.ddbvault.core.backup;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.TableExports;
import io.ddbvault.core.port.TableExports.ExportRequest;
import io.ddbvault.core.port.TableExports.ExportState;
import io.ddbvault.core.port.Tables;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts an export of every planned table, save those that this run key exports already; waits for none of them. */
final class StartExports {
    private static final Logger LOG = LoggerFactory.getLogger("io.ddbvault.backup");
    /** DynamoDB takes about ten starts a second, so with many tables some come too early. */
    private static final int TRIES_IN_A_ROW = 6;

    private final Settings settings;
    private final BackupLayout layout;
    private final Tables tables;
    private final TableExports exports;
    private final InstantSource clock;
    private final JitteredPause pause;

    StartExports(
            Settings settings,
            BackupLayout layout,
            Tables tables,
            TableExports exports,
            InstantSource clock,
            JitteredPause pause) {
        this.settings = settings;
        this.layout = layout;
        this.tables = tables;
        this.exports = exports;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * One export per planned table, in the plan's order. A table that cannot be exported is FAILED with the reason, and
     * the others go on.
     *
     * @param attempts what the manifest of the plan's date holds so far
     */
    public StartedExports start(BackupPlan plan, List<TableExport> attempts, Stop stop, Journal journal) {
        List<TableExport> started = new ArrayList<>();
        Patience patience = new Patience(stop);
        for (String table : plan.tables()) {
            TableExport export = plan.exportOfThisRun(table, attempts)
                    .orElseGet(() -> start(plan, table, plan.failuresOfThisRun(table, attempts), patience, journal));
            started.add(export);
            if (export.status() == ExportStatus.IN_PROGRESS) {
                journal.running(export);
            } else {
                journal.ended(export);
            }
        }
        return new StartedExports(plan.date(), started);
    }

    private TableExport start(BackupPlan plan, String table, long failures, Patience patience, Journal journal) {
        boolean mayRun = false;
        while (true) {
            TableDescription description = null;
            try {
                if (patience.stop.reached()) {
                    return notStarted(
                            plan,
                            table,
                            null,
                            null,
                            "Not started because of %s. Run the backup again.".formatted(patience.stop.reason()));
                }
                description = tables.describe(table).orElseThrow(() -> missing(table));
                if (!mayRun) {
                    journal.starting(description);
                }
                TableExport export = start(plan, description, failures);
                patience.restore();
                return export;
            } catch (DdbvaultException e) {
                if (!e.code().passes()) {
                    String runKey = description == null || mayRun ? null : plan.runKey();
                    return notStarted(plan, table, description, runKey, ExplainFailedStart.explain(table, e));
                }
                // Only the answer may be lost.
                mayRun |= description != null;
                if (!patience.lasts()) {
                    return notStarted(plan, table, description, null, e.text() + " Run the backup again.");
                }
            } catch (RuntimeException e) {
                // The exports started before it must still get into the manifest.
                LOG.error("Unexpected failure at the start of an export", e);
                return notStarted(
                        plan,
                        table,
                        description,
                        null,
                        "An unexpected failure at the start of the export: %s. This is a defect of ddbvault."
                                .formatted(e));
            }
        }
    }

    /**
     * Should this process die before the manifest names the export, nothing is lost: a run with the same run key sends
     * the same token, and DynamoDB answers with the same export; any other one finds it by {@link FindLostExports}.
     */
    private TableExport start(BackupPlan plan, TableDescription table, long failures) {
        String prefix = layout.exportPrefix(plan.date(), table.name());
        String runKey = Objects.requireNonNull(plan.runKey(), "a plan that starts exports has a run key");
        String token = ClientToken.of(runKey, table.arn(), settings.bucket(), prefix, failures);
        ExportState state = exports.start(new ExportRequest(
                table.arn(), settings.bucket(), prefix, settings.bucketOwner(), settings.kmsKeyId(), token));
        Instant start = state.startTime() == null ? clock.instant() : state.startTime();
        // IN_PROGRESS whatever the state says: a repeated token finds exports that have ended, unseen by us.
        return new TableExport(
                table.name(),
                ExportStatus.IN_PROGRESS,
                state.exportArn(),
                table.arn(),
                Timestamps.formatOrNull(state.exportTime()),
                settings.bucket(),
                prefix,
                Timestamps.format(start),
                null,
                0,
                0,
                null,
                ExportFolder.of(state.exportArn(), prefix)
                        .map(ExportFolder::summaryKey)
                        .orElse(null),
                runKey,
                table.keySchema());
    }

    /**
     * @param runKey only where DynamoDB refused the start. Without one the entry does not count as a failed attempt: a
     *     retry sends the same token, and finds the export that this run, or one that died, may have started after all;
     *     without a retry a later run finds it
     */
    private TableExport notStarted(
            BackupPlan plan,
            String table,
            @Nullable TableDescription description,
            @Nullable String runKey,
            String reason) {
        String now = Timestamps.format(clock.instant());
        String arn = description == null ? null : description.arn();
        KeySchema keySchema = description == null ? null : description.keySchema();
        return new TableExport(
                table,
                ExportStatus.FAILED,
                null,
                arn,
                null,
                settings.bucket(),
                layout.exportPrefix(plan.date(), table),
                now,
                now,
                0,
                0,
                reason,
                null,
                runKey,
                keySchema);
    }

    private static DdbvaultException missing(String table) {
        return new DdbvaultException(
                ErrorCode.TABLE_NOT_FOUND,
                "Table %s does not exist in this account and Region. Create it, or remove it from DYNAMODB_TABLES."
                        .formatted(table));
    }

    /**
     * How long to bear with a DynamoDB that does not take starts: a few tries, over all tables, since the last one that
     * it took. So one table's trouble is waited out, and an outage does not cost every table its own wait.
     */
    private final class Patience {
        private final Stop stop;
        private int failuresInARow;

        Patience(Stop stop) {
            this.stop = stop;
        }

        boolean lasts() {
            failuresInARow++;
            if (failuresInARow >= TRIES_IN_A_ROW || stop.reached()) {
                return false;
            }
            pause.pause(failuresInARow, stop);
            return true;
        }

        void restore() {
            failuresInARow = 0;
        }
    }
}
