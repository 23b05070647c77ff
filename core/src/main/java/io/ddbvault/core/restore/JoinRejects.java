package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupReader.SmallObject;
import io.ddbvault.core.port.BackupStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes one object of a table's rejects. */
final class JoinRejects {
    private static final int MAX_SEGMENT_BYTES = 1 << 28;

    private final BackupStore store;
    private final BackupLayout layout;

    JoinRejects(BackupStore store, BackupLayout layout) {
        this.store = store;
        this.layout = layout;
    }

    /**
     * @return the object's key; null if nothing was rejected
     * @throws DdbvaultException what the store throws
     */
    @Nullable
    String join(String restoreId, String table, List<RejectsSegment> segments) {
        if (segments.isEmpty()) {
            return null;
        }
        String key = layout.rejects(restoreId, table);
        store.replace(key, new JoinedStream(segments.stream().map(this::open).iterator()));
        return key;
    }

    /** As far as it counts. */
    private InputStream open(RejectsSegment segment) {
        SmallObject object = store.read(segment.key(), MAX_SEGMENT_BYTES)
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.OBJECT_MISSING,
                        "%s is missing, which holds rejected items. Look for what deleted it."
                                .formatted(store.uri(segment.key()))));
        if (object.bytes().length < segment.bytes()) {
            throw new DdbvaultException(
                    ErrorCode.OBJECT_CHANGED,
                    "%s holds %d bytes of rejected items, not the %d that were stored. Look for what replaced it."
                            .formatted(store.uri(segment.key()), object.bytes().length, segment.bytes()));
        }
        return new ByteArrayInputStream(object.bytes(), 0, Math.toIntExact(segment.bytes()));
    }
}
