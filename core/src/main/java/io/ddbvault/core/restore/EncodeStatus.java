package io.ddbvault.core.restore;

import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.restore.RestoreStatus.OpenTable;
import io.ddbvault.core.restore.RestoreStatus.State;
import io.ddbvault.core.state.EncodeLock;
import io.ddbvault.core.state.TableLock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How restores stand, as the answer that scripts get. Pure. */
public final class EncodeStatus {
    private EncodeStatus() {}

    /** One restore with all of its tables. */
    public static Answer encode(RestoreStatus status) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>(outline(status));
        body.put(
                "restore_results",
                status.ended().stream().map(EncodeReport::result).collect(Collectors.toList()));
        body.put("warnings", status.warnings());
        return new Answer(Answer.OK, body);
    }

    /** All that are unfinished, each with its open tables. */
    public static Answer encode(UnfinishedRestores unfinished) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put(
                "unfinished_restores",
                unfinished.restores().stream().map(EncodeStatus::outline).collect(Collectors.toList()));
        body.put(
                "unreadable_restores",
                unfinished.unreadable().stream().map(EncodeStatus::unreadable).collect(Collectors.toList()));
        body.put("older_restores_not_looked_at", unfinished.notLookedAt());
        return new Answer(Answer.OK, body);
    }

    private static Map<String, @Nullable Object> outline(RestoreStatus status) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("restore_id", status.restoreId());
        fields.put("state", status.state().name());
        fields.put("backup_date", status.date().toString());
        fields.put("environment", status.environment());
        fields.put("started_at", Timestamps.format(status.startedAt()));
        fields.put("updated_at", Timestamps.format(status.updatedAt()));
        fields.put("attempt", status.attempt());
        fields.put("owner", status.owner());
        if (status.state() == State.STOPPED) {
            fields.put("go_on_with", status.command());
        }
        fields.put("tables_ended", status.ended().size());
        fields.put(
                "open_tables",
                status.open().stream().map(table -> open(table, status.state())).collect(Collectors.toList()));
        return fields;
    }

    private static Map<String, @Nullable Object> open(OpenTable table, State state) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table_name", table.table());
        if (table.elsewhere()) {
            fields.put("target_table", table.target());
        }
        fields.put("phase", table.phase().name());
        fields.put("expected_items", table.expectedItems());
        fields.put("items_written", table.itemsWritten());
        if (table.itemsKept() != null) {
            fields.put("items_kept", table.itemsKept());
        }
        fields.put("items_failed", table.itemsFailed());
        fields.put("items_cleared", table.itemsCleared());
        if (table.itemsPassedOver() != null) {
            fields.put("items_passed_over", table.itemsPassedOver());
        }
        if (state == State.RUNNING) {
            fields.put("items_per_second", Math.round(table.itemsPerSecond()));
            table.remaining().ifPresent(remaining -> fields.put("remaining_seconds", remaining.toSeconds()));
        }
        TableLock lock = table.lock();
        if (lock != null) {
            fields.put("locked_by", EncodeLock.fields(lock));
        }
        return fields;
    }

    private static Map<String, @Nullable Object> unreadable(UnfinishedRestores.Unreadable restore) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("restore_id", restore.restoreId());
        fields.put("error", restore.reason());
        return fields;
    }
}
