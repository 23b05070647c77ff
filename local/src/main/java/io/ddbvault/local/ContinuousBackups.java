package io.ddbvault.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Point-in-time recovery of tables: off until it is switched on, as in AWS. */
final class ContinuousBackups {
    private static final int MAX_RECOVERY_DAYS = 35;

    private final ReadTables tables;
    private final JsonFolder<Enabled> folder;
    private final Map<String, Enabled> enabledByTableId = new ConcurrentHashMap<>();
    private volatile Duration lag = Duration.ZERO;

    ContinuousBackups(ReadTables tables, Path folder) throws IOException {
        this.tables = tables;
        this.folder = new JsonFolder<>(folder, Enabled.class);
        for (Enabled enabled : this.folder.load()) {
            enabledByTableId.put(enabled.tableId(), enabled);
        }
    }

    /** Present for a table whose recovery is on. */
    record Enabled(String tableId, Instant since, int recoveryDays) {

        Instant earliestRestorable(Instant now) {
            Instant windowStart = now.minus(Duration.ofDays(recoveryDays));
            return since.isAfter(windowStart) ? since : windowStart;
        }

        Instant latestRestorable(Instant now, Duration lag) {
            Instant latest = now.minus(lag);
            return since.isAfter(latest) ? since : latest;
        }
    }

    /** How far the latest restorable time lies behind the clock: not at all, unless set. In AWS about five minutes. */
    void lag(Duration lag) {
        this.lag = lag;
    }

    Instant latestRestorable(Enabled enabled, Instant now) {
        return enabled.latestRestorable(now, lag);
    }

    @Nullable
    Enabled of(LocalTable table) {
        return enabledByTableId.get(table.id());
    }

    /** DescribeContinuousBackups. */
    ObjectNode describe(JsonNode request) throws IOException, InterruptedException {
        return description(of(existingTable(new CallFields(request))));
    }

    /** UpdateContinuousBackups. Switching off forgets the window; switching on again does not move its start. */
    ObjectNode update(JsonNode request) throws IOException, InterruptedException {
        CallFields fields = new CallFields(request);
        CallFields specification = fields.nested("PointInTimeRecoverySpecification");
        LocalTable table = existingTable(fields);
        String id = table.id();
        if (!specification.requiredFlag("PointInTimeRecoveryEnabled")) {
            enabledByTableId.remove(id);
            folder.remove(id);
            return description(null);
        }
        Enabled before = enabledByTableId.get(id);
        int days = specification.number(
                "RecoveryPeriodInDays",
                1,
                MAX_RECOVERY_DAYS,
                before == null ? MAX_RECOVERY_DAYS : before.recoveryDays());
        Instant since = before == null ? Instant.ofEpochMilli(System.currentTimeMillis()) : before.since();
        Enabled now = new Enabled(id, since, days);
        enabledByTableId.put(id, now);
        folder.put(id, now);
        return description(now);
    }

    private LocalTable existingTable(CallFields fields) throws IOException, InterruptedException {
        String name = fields.requiredText("TableName", 1024);
        return tables.describe(Arn.tableName(name)).orElseThrow(() -> ApiException.tableNotFound(name));
    }

    private ObjectNode description(@Nullable Enabled enabled) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode description = answer.putObject("ContinuousBackupsDescription");
        description.put("ContinuousBackupsStatus", "ENABLED");
        ObjectNode recovery = description.putObject("PointInTimeRecoveryDescription");
        if (enabled == null) {
            recovery.put("PointInTimeRecoveryStatus", "DISABLED");
        } else {
            Instant now = Instant.now();
            recovery.put("PointInTimeRecoveryStatus", "ENABLED");
            recovery.put("RecoveryPeriodInDays", enabled.recoveryDays());
            recovery.put("EarliestRestorableDateTime", CallFields.epochSeconds(enabled.earliestRestorable(now)));
            recovery.put("LatestRestorableDateTime", CallFields.epochSeconds(latestRestorable(enabled, now)));
        }
        return answer;
    }
}
