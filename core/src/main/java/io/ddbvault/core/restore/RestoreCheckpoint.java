package io.ddbvault.core.restore;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that another process needs to go on with a restore, or to say how it stands. Stored under {@code
 * _state/restores/{restore_id}/}.
 *
 * @param restoreId the restore
 * @param attempt how many processes worked on it so far, this one too
 * @param owner who stored this: a process, as people know it
 * @param startedAt when the first of them began
 * @param updatedAt when this was stored
 * @param date of the backup
 * @param environment that it is of
 * @param request as it was made at first
 * @param order the requested tables; each is in {@code open} or in {@code ended}
 * @param open tables that are not at their end, by their name in the backup
 * @param ended results of those that are
 * @param warnings of the first run
 */
record RestoreCheckpoint(
        String restoreId,
        int attempt,
        String owner,
        Instant startedAt,
        Instant updatedAt,
        LocalDate date,
        String environment,
        RestoreRequest request,
        List<String> order,
        Map<String, TableCheckpoint> open,
        Map<String, TableResult> ended,
        List<String> warnings) {
    RestoreCheckpoint {
        order = List.copyOf(order);
        open = Collections.unmodifiableMap(new LinkedHashMap<>(open));
        ended = Collections.unmodifiableMap(new LinkedHashMap<>(ended));
        warnings = List.copyOf(warnings);
    }

    /** The same with the open tables as they are by now. */
    RestoreCheckpoint withOpen(Map<String, TableCheckpoint> tables) {
        return new RestoreCheckpoint(
                restoreId,
                attempt,
                owner,
                startedAt,
                updatedAt,
                date,
                environment,
                request,
                order,
                tables,
                ended,
                warnings);
    }

    boolean hasEnded() {
        return open.isEmpty();
    }

    List<TableCheckpoint> openInOrder() {
        List<TableCheckpoint> tables = new ArrayList<>();
        for (String table : order) {
            TableCheckpoint checkpoint = open.get(table);
            if (checkpoint != null) {
                tables.add(checkpoint);
            }
        }
        return tables;
    }
}
