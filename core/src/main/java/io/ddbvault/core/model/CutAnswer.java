package io.ddbvault.core.model;

import io.ddbvault.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes an answer as short as its callers need it: its lists are cut from the end, and it says so by {@code truncated}.
 * Counts and status code are those of the whole. Pure.
 */
public final class CutAnswer {
    /** What an answer may have: Step Functions hands on 256 KiB. */
    public static final int MAX_BYTES = 200 * 1000;

    private static final int MAX_ERROR_CHARS = 10_000;

    private CutAnswer() {}

    /** @param maxBytes of the answer as JSON in UTF-8 */
    public static boolean fits(Answer answer, int maxBytes) {
        return answer.toJson().getBytes(StandardCharsets.UTF_8).length <= maxBytes;
    }

    /**
     * @param lists names of the lists in the body that may be cut; the longest is halved first
     * @return the answer itself if it fits
     */
    public static Answer cut(Answer answer, int maxBytes, List<String> lists) {
        if (fits(answer, maxBytes)) {
            return answer;
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>(answer.body());
        body.put("truncated", true);
        int maxError = Math.min(MAX_ERROR_CHARS, maxBytes / 4);
        if (body.get("error") instanceof String error && error.length() > maxError) {
            body.put("error", error.substring(0, maxError) + "…");
        }
        Answer cut = new Answer(answer.statusCode(), body);
        while (!fits(cut, maxBytes) && halveLongest(body, lists)) {
            cut = new Answer(answer.statusCode(), body);
        }
        return cut;
    }

    private static boolean halveLongest(Map<String, @Nullable Object> body, List<String> lists) {
        String longest = null;
        int most = 0;
        for (String name : lists) {
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
}
