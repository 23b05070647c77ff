package io.ddbvault.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** ExportTableToPointInTime: refuses what AWS refuses at once, else records the export and lets it run. */
final class StartExport {
    private static final Duration TOKEN_VALID = Duration.ofHours(8);

    private final ReadTables tables;
    private final ContinuousBackups backups;
    private final ExportRecords exports;
    private final RunExports runExports;

    StartExport(ReadTables tables, ContinuousBackups backups, ExportRecords exports, RunExports runExports) {
        this.tables = tables;
        this.backups = backups;
        this.exports = exports;
        this.runExports = runExports;
    }

    /** One at a time: of two calls with the same token the second must find the first's export. */
    synchronized ObjectNode start(JsonNode body) throws IOException, InterruptedException {
        ExportRequest request = ExportRequest.parse(body);
        String tableName = Arn.tableToExport(request.tableArn());
        Optional<ExportRecord> earlier = withSameToken(request);
        if (earlier.isPresent()) {
            return replay(earlier.get(), request);
        }
        LocalTable table = tables.describe(tableName).orElseThrow(() -> ApiException.tableNotFound(request.tableArn()));
        refuseUncoveredTime(request, table);
        runExports.refuseTooMany();
        return answer(runExports.start(table, startTime -> {
            ExportRecord export = ExportRecord.started(newExportId(startTime), request, table, startTime);
            exports.put(export);
            return export;
        }));
    }

    private Optional<ExportRecord> withSameToken(ExportRequest request) {
        Instant stillValid = Instant.now().minus(TOKEN_VALID);
        return exports.newestFirst().stream()
                .filter(export -> request.clientToken() != null
                        && request.clientToken().equals(export.request().clientToken())
                        && export.startTime().isAfter(stillValid))
                .findFirst();
    }

    private static ObjectNode replay(ExportRecord earlier, ExportRequest request) {
        if (!earlier.request().equals(request)) {
            throw new ApiException(
                    "ExportConflictException",
                    "Export conflict: Duplicate request detected with conflicting parameters");
        }
        return answer(earlier);
    }

    private void refuseUncoveredTime(ExportRequest request, LocalTable table) {
        ContinuousBackups.Enabled enabled = backups.of(table);
        if (enabled == null) {
            throw new ApiException(
                    "PointInTimeRecoveryUnavailableException",
                    "Point in time recovery is not enabled for table '" + table.name() + "'");
        }
        Instant now = Instant.now();
        Instant asked = request.exportTime();
        if (asked != null && (asked.isAfter(now) || asked.isBefore(enabled.earliestRestorable(now)))) {
            throw new ApiException("InvalidExportTimeException", "Export Time is invalid");
        }
        if (asked != null && asked.isAfter(backups.latestRestorable(enabled, now))) {
            throw new ApiException(
                    "InvalidExportTimeException", "Point in Time Recovery is not available for specified export time");
        }
    }

    private static String newExportId(Instant startTime) {
        return String.format(
                "%014d-%08x",
                startTime.toEpochMilli(), ThreadLocalRandom.current().nextInt());
    }

    private static ObjectNode answer(ExportRecord export) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("ExportDescription", export.description());
        return answer;
    }
}
