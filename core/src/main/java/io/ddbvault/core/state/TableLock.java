package io.ddbvault.core.state;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param before the restores that had the table before, oldest first; beyond the newest {@value #REMEMBERED} they are
 *     forgotten
 */
public record TableLock(
        String table,
        String restoreId,
        String owner,
        String token,
        Instant renewedAt,
        Instant expiresAt,
        List<String> before) {
    static final int MAX_BYTES = 1 << 16;
    static final int REMEMBERED = 100;
    private static final int VERSION = 1;

    public TableLock {
        before = List.copyOf(before);
    }

    TableLock at(Instant renewed, Instant expires) {
        return new TableLock(table, restoreId, owner, token, renewed, expires, before);
    }

    /** What the lock of the next restore remembers. */
    List<String> beforeNext(String nextRestoreId) {
        List<String> all = new ArrayList<>(before);
        if (!nextRestoreId.equals(restoreId)) {
            all.add(restoreId);
        }
        return all.subList(Math.max(0, all.size() - REMEMBERED), all.size());
    }

    /**
     * Who had the table since this restore, oldest first; empty if it was the last itself.
     *
     * @return nothing if there were so many since that it is forgotten
     */
    public Optional<List<String>> since(String earlierRestoreId) {
        List<String> all = new ArrayList<>(before);
        all.add(restoreId);
        int last = all.lastIndexOf(earlierRestoreId);
        return last < 0 && before.size() >= REMEMBERED
                ? Optional.empty()
                : Optional.of(List.copyOf(all.subList(last + 1, all.size())));
    }

    public boolean isLiveAt(Instant instant) {
        return instant.isBefore(expiresAt);
    }

    /** Given back by its owner, and not just expired. */
    boolean isReleased() {
        return !renewedAt.isBefore(expiresAt);
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
        fields.put("restores_before", before);
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
                        table,
                        restoreId,
                        owner,
                        token,
                        Instant.parse(renewedAt),
                        Instant.parse(expiresAt),
                        before(fields.get("restores_before")));
            }
        } catch (IOException | DateTimeParseException e) {
            throw unreadable(uri, e);
        }
        throw unreadable(uri, null);
    }

    private static List<String> before(@Nullable Object ids) {
        return ids instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    private static DdbvaultException unreadable(String uri, @Nullable Throwable cause) {
        return new DdbvaultException(
                ErrorCode.CHECKPOINT_UNREADABLE,
                "%s is not a lock that this version of ddbvault knows. Make sure that no restore of the table runs, then delete that object."
                        .formatted(uri),
                cause);
    }
}
