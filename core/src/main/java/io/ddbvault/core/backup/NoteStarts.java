package io.ddbvault.core.backup;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.BackupReader.SmallObject;
import io.ddbvault.core.port.BackupStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Notes in the bucket which exports a run is about to start, before it starts the first: should it die before the manifest
 * names them, any later run can find them. Beside what other runs noted, and without what the manifest tells of by now.
 */
final class NoteStarts {
    /** As for the manifest: each failure means that another run wrote. */
    private static final int TRIES = 12;

    private final BackupLayout layout;
    private final BackupStore store;
    private final JitteredPause pause;

    NoteStarts(BackupLayout layout, BackupStore store, JitteredPause pause) {
        this.layout = layout;
        this.store = store;
        this.pause = pause;
    }

    /**
     * @param attempts what the manifest of the plan's date holds so far
     * @throws DdbvaultException what the store throws; {@code MANIFEST_CONFLICT} if other runs wrote each time; {@code
     *     MANIFEST_UNREADABLE} if there is something else in its place
     */
    public void note(BackupPlan plan, List<TableExport> attempts) {
        List<NotedStart> ours = starts(plan, attempts);
        String key = layout.notedStarts(plan.date());
        for (int round = 0; round < TRIES; round++) {
            Optional<SmallObject> stored = store.read(key, NotedStartsJson.MAX_BYTES);
            List<NotedStart> noted =
                    new ArrayList<>(stored.map(object -> NotedStartsJson.read(object.bytes(), store.uri(key)))
                            .orElse(List.of()));
            // True also if our last put succeeded and only its answer was lost.
            if (noted.containsAll(ours)) {
                return;
            }
            noted.removeIf(start -> start.isToldIn(attempts) || ours.contains(start));
            noted.addAll(ours);
            if (put(key, NotedStartsJson.write(noted), stored)) {
                return;
            }
            pause.pause(round);
        }
        throw new DdbvaultException(
                ErrorCode.MANIFEST_CONFLICT,
                "%s was changed by other runs each of the %d times that this run tried to write it. No export was started; run the backup again."
                        .formatted(store.uri(key), TRIES));
    }

    private static List<NotedStart> starts(BackupPlan plan, List<TableExport> attempts) {
        String runKey = Objects.requireNonNull(plan.runKey(), "a plan that starts exports has a run key");
        return plan.tables().stream()
                .filter(table -> plan.exportOfThisRun(table, attempts).isEmpty())
                .map(table -> new NotedStart(table, runKey, plan.failuresOfThisRun(table, attempts)))
                .toList();
    }

    private boolean put(String key, byte[] json, Optional<SmallObject> stored) {
        try {
            return stored.isEmpty()
                    ? store.putIfAbsent(key, json)
                    : store.putIfUnchanged(key, json, stored.get().etag());
        } catch (DdbvaultException e) {
            throw new DdbvaultException(
                    e.code(),
                    "%s, which says what is about to be exported, could not be written, so no export was started: %s"
                            .formatted(store.uri(key), e.text()),
                    e);
        }
    }
}
