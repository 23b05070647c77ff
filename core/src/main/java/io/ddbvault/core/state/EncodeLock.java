package io.ddbvault.core.state;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.model.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table's lock, as the answer that scripts get. Pure. */
public final class EncodeLock {
    private EncodeLock() {}

    /** @param removed whether it was removed just now */
    public static Answer encode(LockState state, boolean removed) {
        return new Answer(Answer.OK, body(state, removed));
    }

    /** What was found, and why it was not removed. */
    public static Answer refusal(LockState state, DdbvaultException why) {
        Answer refusal = Answer.to(why);
        Map<String, @Nullable Object> body = body(state, false);
        body.putAll(refusal.body());
        return new Answer(refusal.statusCode(), body);
    }

    private static Map<String, @Nullable Object> body(LockState state, boolean removed) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("table_name", state.table());
        body.put("locked", state.alive() && !removed);
        body.put("removed", removed);
        TableLock lock = state.lock();
        if (lock != null) {
            body.put("lock", fields(lock));
        }
        return body;
    }

    /** Without its token, which is nobody's business. */
    public static Map<String, @Nullable Object> fields(TableLock lock) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("restore_id", lock.restoreId());
        fields.put("owner", lock.owner());
        fields.put("renewed_at", Timestamps.format(lock.renewedAt()));
        fields.put("expires_at", Timestamps.format(lock.expiresAt()));
        return fields;
    }
}
