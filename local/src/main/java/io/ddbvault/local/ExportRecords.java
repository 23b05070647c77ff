package io.ddbvault.local;

import io.ddbvault.local.ExportRecord.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** All exports ever started, by their ids, which sort by start. Thread-safe. */
final class ExportRecords {
    private final JsonFolder<ExportRecord> folder;
    private final ConcurrentSkipListMap<String, ExportRecord> byId = new ConcurrentSkipListMap<>();

    ExportRecords(Path folder) throws IOException {
        this.folder = new JsonFolder<>(folder, ExportRecord.class);
        for (ExportRecord left : this.folder.load()) {
            byId.put(left.exportId(), left);
            if (left.status() == Status.IN_PROGRESS) {
                put(left.failed(
                        Instant.now(),
                        ExportFailure.internal("the local AWS was stopped while the export was running")));
            }
        }
    }

    void put(ExportRecord export) {
        folder.put(export.exportId(), export);
        byId.put(export.exportId(), export);
    }

    Optional<ExportRecord> find(String exportId) {
        return Optional.ofNullable(byId.get(exportId));
    }

    Optional<ExportRecord> newest() {
        return Optional.ofNullable(byId.lastEntry()).map(Map.Entry::getValue);
    }

    long running() {
        return byId.values().stream()
                .filter(export -> export.status() == Status.IN_PROGRESS)
                .count();
    }

    List<ExportRecord> newestFirst() {
        return List.copyOf(byId.descendingMap().values());
    }
}
