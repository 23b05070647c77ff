package io.ddbvault.core.drill;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The object that says that a drill is at work, and on which scratch table. It is there before the table is, so that a
 * table without one is of another bucket's drill.
 *
 * @param scratch the scratch table's name
 * @param owner the drill's process, as people know it
 * @param renewedAt when it last said that it lives
 * @param expiresAt RUNNING until then, it may have its table; afterwards it is taken for dead
 */
record DrillRecord(
        String drillId,
        String table,
        LocalDate date,
        String scratch,
        String owner,
        State state,
        Instant startedAt,
        Instant renewedAt,
        Instant expiresAt) {
    static final int MAX_BYTES = 1 << 16;
    private static final int VERSION = 1;

    enum State {
        RUNNING,
        /** Its table is deleted, or could not be. */
        ENDED,
        /** Its table was asked to be kept. */
        KEPT
    }

    DrillRecord with(State newState, Instant now, Instant expires) {
        return new DrillRecord(drillId, table, date, scratch, owner, newState, startedAt, now, expires);
    }

    /** Whether its table must be left alone for it. */
    boolean isAtWorkAt(Instant instant) {
        return state == State.RUNNING && instant.isBefore(expiresAt);
    }

    byte[] toJson() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("version", VERSION);
        fields.put("drill_id", drillId);
        fields.put("table_name", table);
        fields.put("backup_date", date.toString());
        fields.put("scratch_table", scratch);
        fields.put("owner", owner);
        fields.put("state", state.name());
        fields.put("started_at", startedAt.toString());
        fields.put("renewed_at", renewedAt.toString());
        fields.put("expires_at", expiresAt.toString());
        return Json.pretty(fields);
    }

    /** @throws DdbvaultException {@code CHECKPOINT_UNREADABLE} */
    static DrillRecord parse(byte[] json, String uri) {
        try {
            Map<?, ?> fields = Json.parseObject(json);
            if (fields.get("version") instanceof Integer version
                    && version == VERSION
                    && fields.get("drill_id") instanceof String drillId
                    && fields.get("table_name") instanceof String table
                    && fields.get("backup_date") instanceof String date
                    && fields.get("scratch_table") instanceof String scratch
                    && fields.get("owner") instanceof String owner
                    && fields.get("state") instanceof String state
                    && fields.get("started_at") instanceof String startedAt
                    && fields.get("renewed_at") instanceof String renewedAt
                    && fields.get("expires_at") instanceof String expiresAt) {
                return new DrillRecord(
                        drillId,
                        table,
                        LocalDate.parse(date),
                        scratch,
                        owner,
                        State.valueOf(state),
                        Instant.parse(startedAt),
                        Instant.parse(renewedAt),
                        Instant.parse(expiresAt));
            }
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            throw unreadable(uri, e);
        }
        throw unreadable(uri, null);
    }

    private static DdbvaultException unreadable(String uri, @Nullable Throwable cause) {
        return new DdbvaultException(
                ErrorCode.CHECKPOINT_UNREADABLE,
                "%s is not the record of a drill that this version of ddbvault knows.".formatted(uri),
                cause);
    }
}
