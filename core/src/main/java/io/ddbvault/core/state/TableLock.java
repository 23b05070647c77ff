package io.ddbvault.core.state;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The object that says who restores a table: at most one at a time. It is never deleted; released, it has expired.
 *
 * @param table the table that is written
 * @param restoreId the restore
 * @param owner its process, as people know it
 * @param token the process's own, so that no two processes write the same
 * @param renewedAt when the owner last said that it lives
 * @param expiresAt from then on anyone may take it over
 */
public record TableLock(
        String table, String restoreId, String owner, String token, Instant renewedAt, Instant expiresAt) {
    static final int MAX_BYTES = 1 << 16;
    private static final int VERSION = 1;

    public boolean isLiveAt(Instant instant) {
        return instant.isBefore(expiresAt);
    }

    byte[] toJson() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("version", VERSION);
        fields.put("table_name", table);
        fields.put("restore_id", restoreId);
        fields.put("owner", owner);
        fields.put("token", token);
        fields.put("renewed_at", renewedAt.toString());
        fields.put("expires_at", expiresAt.toString());
        return Json.pretty(fields);
    }

    /** @throws DdbvaultException {@code CHECKPOINT_UNREADABLE} */
    static TableLock parse(byte[] json, String uri) {
        try {
            Map<?, ?> fields = Json.parseObject(json);
            if (fields.get("version") instanceof Integer version
                    && version == VERSION
                    && fields.get("table_name") instanceof String table
                    && fields.get("restore_id") instanceof String restoreId
                    && fields.get("owner") instanceof String owner
                    && fields.get("token") instanceof String token
                    && fields.get("renewed_at") instanceof String renewedAt
                    && fields.get("expires_at") instanceof String expiresAt) {
                return new TableLock(
                        table, restoreId, owner, token, Instant.parse(renewedAt), Instant.parse(expiresAt));
            }
        } catch (IOException | DateTimeParseException e) {
            throw unreadable(uri, e);
        }
        throw unreadable(uri, null);
    }

    private static DdbvaultException unreadable(String uri, @Nullable Throwable cause) {
        return new DdbvaultException(
                ErrorCode.CHECKPOINT_UNREADABLE,
                "%s is not a lock that this version of ddbvault knows. Make sure that no restore of the table runs, then delete that object."
                        .formatted(uri),
                cause);
    }
}
