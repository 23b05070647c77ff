package io.ddbvault.testkit;

import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupEraser;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deletes from a bucket in memory, with scripted faults. Thread-safe but for what tests set. */
public final class InMemoryBackupEraser implements BackupEraser {
    /** The port's methods; a fault's subject is the date. */
    public enum Call {
        OBJECTS,
        ERASE_MANIFEST,
        ERASE,
        VERSIONS
    }

    private final InMemoryBackupStore store;
    private final BackupLayout layout;
    private final FaultScript<Call> faults = new FaultScript<>(Call.class);
    private final Map<String, String> refused = new LinkedHashMap<>();
    private Versions versions = new Versions(Keeping.NOTHING, null, false);
    private int pageSize = MAX_KEYS;

    public InMemoryBackupEraser(InMemoryBackupStore store, BackupLayout layout) {
        this.store = store;
        this.layout = layout;
    }

    public FaultScript<Call> faults() {
        return faults;
    }

    /** From now on this object cannot be deleted. */
    public void refuse(String key, String reason) {
        refused.put(key, reason);
    }

    public void refuseNothing() {
        refused.clear();
    }

    public void keep(Versions kept) {
        versions = kept;
    }

    /** So many keys at a time. */
    public void pagesOf(int keys) {
        pageSize = keys;
    }

    @Override
    public List<StoredObject> objects(LocalDate date, @Nullable String after) {
        return faults.call(
                Call.OBJECTS,
                date.toString(),
                () -> store.keys().stream()
                        .filter(key -> key.startsWith(layout.date(date)))
                        .filter(key -> after == null || key.compareTo(after) > 0)
                        .limit(pageSize)
                        .map(key -> new StoredObject(key, store.bytes(key).length))
                        .toList());
    }

    @Override
    public boolean eraseManifest(LocalDate date, String etag) {
        return faults.call(Call.ERASE_MANIFEST, date.toString(), () -> {
            String key = layout.manifest(date);
            boolean same = store.peek(key, 1)
                    .filter(object -> object.etag().equals(etag))
                    .isPresent();
            if (same) {
                store.delete(key);
            }
            return same;
        });
    }

    @Override
    public List<Refusal> erase(LocalDate date, List<String> keys) {
        for (String key : keys) {
            if (!layout.isOfDate(date, key) || keys.size() > MAX_KEYS) {
                throw new IllegalArgumentException("%s is no data of the backup of %s".formatted(key, date));
            }
        }
        return faults.call(Call.ERASE, date.toString(), () -> {
            List<Refusal> refusals = new ArrayList<>();
            for (String key : keys) {
                String reason = refused.get(key);
                if (reason == null) {
                    store.delete(key);
                } else {
                    refusals.add(new Refusal(key, reason));
                }
            }
            return refusals;
        });
    }

    @Override
    public Versions versions() {
        return faults.call(Call.VERSIONS, "", () -> versions);
    }
}
