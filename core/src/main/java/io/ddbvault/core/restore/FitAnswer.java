package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.port.BackupStore;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a restore's answer within what callers can take (Step Functions hands on 256 KiB): a longer one is stored whole
 * in the bucket, and its lists are cut. The counts and the status code are those of the whole.
 */
public final class FitAnswer {
    static final int MAX_BYTES = 200 * 1000;
    private static final int MAX_ERROR_CHARS = 10_000;
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
        if (size(answer) <= MAX_BYTES) {
            return answer;
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>(answer.body());
        body.put("truncated", true);
        storeWhole(body, answer);
        if (body.get("error") instanceof String error && error.length() > MAX_ERROR_CHARS) {
            body.put("error", error.substring(0, MAX_ERROR_CHARS) + "…");
        }
        Answer cut = new Answer(answer.statusCode(), body);
        while (size(cut) > MAX_BYTES && halveLongestList(body)) {
            cut = new Answer(answer.statusCode(), body);
        }
        return cut;
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

    private static boolean halveLongestList(Map<String, @Nullable Object> body) {
        String longest = null;
        int most = 0;
        for (String name : LISTS) {
            if (body.get(name) instanceof List<?> list && list.size() > 0) {
                int size = Json.compact(list).length();
                if (size > most) {
                    most = size;
                    longest = name;
                }
            }
        }
        if (longest != null && body.get(longest) instanceof List<?> list) {
            body.put(longest, list.subList(0, list.size() / 2));
            return true;
        }
        return false;
    }

    private static int size(Answer answer) {
        return answer.toJson().getBytes(StandardCharsets.UTF_8).length;
    }
}
