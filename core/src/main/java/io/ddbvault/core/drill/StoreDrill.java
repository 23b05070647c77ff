package io.ddbvault.core.drill;

import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupStore;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a drill came to in the bucket, as evidence. */
final class StoreDrill {
    private final BackupStore store;
    private final BackupLayout layout;

    StoreDrill(BackupStore store, BackupLayout layout) {
        this.store = store;
        this.layout = layout;
    }

    /** @return the report; it says so if it could not be stored: what was found is not lost for that */
    DrillReport store(DrillReport report) {
        String key = layout.drillResult(report.drillId());
        try {
            store.replace(key, new ByteArrayInputStream(Json.pretty(EncodeDrill.fields(report))));
            return report;
        } catch (RuntimeException e) {
            List<String> left = new ArrayList<>(report.leftToDo());
            left.add("The result could not be stored as %s (%s). Keep this answer, or start the drill again."
                    .formatted(store.uri(key), e.getMessage()));
            return report.leaving(left);
        }
    }
}
