package io.ddbvault.core.evidence;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.parallel.InParallel;
import io.ddbvault.core.port.BackupReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what earlier verifications found. Reads only. Thread-safe. */
public final class ReadEvidence {
    private static final int THREADS = 16;

    private final BackupReader backups;
    private final BackupLayout layout;

    public ReadEvidence(BackupReader backups, BackupLayout layout) {
        this.backups = backups;
        this.layout = layout;
    }

    /**
     * @param verifications by table, in the order of the request; without those that were never verified
     * @param warnings what lies there and is not believed, a sentence each
     */
    public record Evidence(Map<String, TableVerifications> verifications, List<String> warnings) {
        public Evidence {
            verifications = new LinkedHashMap<>(verifications);
            warnings = List.copyOf(warnings);
        }

        /** What is known of one table; nothing at all if it was never verified. */
        public TableVerifications of(String table) {
            return verifications.getOrDefault(table, TableVerifications.none(table));
        }
    }

    /** @throws DdbvaultException what the bucket throws: where that is not known, "never verified" is not the answer */
    public Evidence read(List<String> tables) {
        Map<String, TableVerifications> verifications = new LinkedHashMap<>();
        List<String> warnings = new ArrayList<>();
        for (Found found : InParallel.map(tables, THREADS, this::read)) {
            warnings.addAll(found.warnings());
            if (!found.known().latest().isEmpty()) {
                verifications.put(found.known().table(), found.known());
            }
        }
        return new Evidence(verifications, warnings);
    }

    private record Found(TableVerifications known, List<String> warnings) {}

    private Found read(String table) {
        String key = layout.verifications(table);
        List<String> warnings = new ArrayList<>();
        try {
            TableVerifications known = backups.read(key, VerificationsJson.MAX_BYTES)
                    .map(object -> VerificationsJson.read(object.bytes(), table, backups.uri(key), warnings))
                    .orElse(TableVerifications.none(table));
            return new Found(known, warnings);
        } catch (DdbvaultException e) {
            // Larger than it can be, so not ours.
            if (e.code() == ErrorCode.MANIFEST_UNREADABLE) {
                return new Found(TableVerifications.none(table), List.of(e.text()));
            }
            throw e;
        }
    }
}
