package io.ddbvault.core.evidence;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.parallel.InParallel;
import io.ddbvault.core.port.BackupReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds each table's newest rehearsal, among the newest of all. Reads only. Thread-safe. */
public final class ReadDrills {
    /** Rehearsals end up here for ever. With fifty tables, these are the last eight of each. */
    static final int NEWEST = 400;

    private static final int THREADS = 16;

    /** As restores are called: when it began, and a random part, so that the names sort by time. */
    private static final Pattern ID = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}");

    private final BackupReader backups;
    private final BackupLayout layout;

    public ReadDrills(BackupReader backups, BackupLayout layout) {
        this.backups = backups;
        this.layout = layout;
    }

    /**
     * @param newest by table; without those that were never rehearsed
     * @param warnings what lies there and is not believed, a sentence each
     */
    public record Drills(Map<String, DrillResult> newest, List<String> warnings) {
        public Drills {
            newest = Map.copyOf(newest);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * A folder without a result is of a rehearsal that runs or broke off, and says nothing.
     *
     * @throws DdbvaultException what the bucket throws: where that is not known, "never rehearsed" is not the answer
     */
    public Drills read() {
        List<String> ids = backups.folders(layout.drills()).stream()
                .filter(id -> ID.matcher(id).matches())
                .sorted(Comparator.reverseOrder())
                .limit(NEWEST)
                .toList();
        Map<String, DrillResult> newest = new LinkedHashMap<>();
        List<String> warnings = new ArrayList<>();
        for (Found found : InParallel.map(ids, THREADS, this::read)) {
            found.result().ifPresent(result -> newest.merge(result.table(), result, ReadDrills::later));
            found.warning().ifPresent(warnings::add);
        }
        return new Drills(newest, warnings);
    }

    private static DrillResult later(DrillResult one, DrillResult other) {
        return other.endedAt().isAfter(one.endedAt()) ? other : one;
    }

    private record Found(Optional<DrillResult> result, Optional<String> warning) {}

    private Found read(String id) {
        String key = layout.drillResult(id);
        Optional<byte[]> json;
        try {
            json = backups.read(key, DrillResultJson.MAX_BYTES).map(BackupReader.SmallObject::bytes);
        } catch (DdbvaultException e) {
            // Larger than it can be, so not ours.
            if (e.code() == ErrorCode.MANIFEST_UNREADABLE) {
                return new Found(Optional.empty(), Optional.of(e.text()));
            }
            throw e;
        }
        if (json.isEmpty()) {
            return new Found(Optional.empty(), Optional.empty());
        }
        Optional<DrillResult> result = DrillResultJson.read(json.get());
        return new Found(
                result,
                result.isPresent()
                        ? Optional.empty()
                        : Optional.of("%s is taken for no evidence: it is not a rehearsal's result."
                                .formatted(backups.uri(key))));
    }
}
