package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.CutAnswer;
import io.ddbvault.core.port.BackupStore;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a restore's answer within what callers can take: a longer one is stored whole
 * in the bucket, and its lists are cut. The counts and the status code are those of the whole.
 */
public final class FitAnswer {
    private static final List<String> LISTS = List.of("restore_results", "warnings");

    private final BackupStore store;
    private final BackupLayout layout;
    private final Supplier<String> ids;

    /** @param ids what the restore is called whose answer it is */
    public FitAnswer(BackupStore store, BackupLayout layout, Supplier<String> ids) {
        this.store = store;
        this.layout = layout;
        this.ids = ids;
    }

    public Answer fit(Answer answer) {
        if (CutAnswer.fits(answer, CutAnswer.MAX_BYTES)) {
            return answer;
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>(answer.body());
        storeWhole(body, answer);
        return CutAnswer.cut(new Answer(answer.statusCode(), body), CutAnswer.MAX_BYTES, LISTS);
    }

    private void storeWhole(Map<String, @Nullable Object> body, Answer answer) {
        String key = layout.restoreReport(ids.get());
        try {
            store.replace(key, new ByteArrayInputStream(Json.pretty(answer.body())));
            body.put("report_key", key);
        } catch (DdbvaultException e) {
            // The restore is done; its answer must not be lost because the report could not be stored.
            body.put("report_error", e.text());
        }
    }
}
