package io.ddbvault.core.evidence;

import io.ddbvault.core.evidence.Verification.Verdict;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.PlainText;
import io.ddbvault.core.manifest.Timestamps;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The object that holds what is known of a table's backups. It is a note, and no backup depends on it: fields that this
 * version does not know are ignored, and of what is damaged nothing is believed. Pure.
 */
final class VerificationsJson {
    /** Three verifications with ten problems each. */
    static final int MAX_BYTES = 1 << 20;

    private VerificationsJson() {}

    static byte[] write(TableVerifications known) {
        Map<String, @Nullable Object> verifications = new LinkedHashMap<>();
        known.latest().forEach((depth, verification) -> verifications.put(depth.label(), fields(verification)));
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("table_name", known.table());
        all.put("verifications", verifications);
        return Json.pretty(all);
    }

    private static Map<String, @Nullable Object> fields(Verification verification) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("backup_date", verification.date().toString());
        fields.put("verified_at", Timestamps.format(verification.verifiedAt()));
        fields.put("verdict", verification.verdict().name());
        fields.put("export_arn", verification.exportArn());
        fields.put("files", verification.files());
        fields.put("items", verification.items());
        fields.put("bytes", verification.bytes());
        fields.put("problems", verification.problems());
        return fields;
    }

    /**
     * @param table whose it must be
     * @param warnings gets a sentence for each part that is not believed
     * @param uri as users know the object
     */
    static TableVerifications read(byte[] json, String table, String uri, List<String> warnings) {
        Map<String, @Nullable Object> all;
        try {
            all = Json.parseObject(json);
        } catch (IOException e) {
            warnings.add(notBelieved(uri, "it is not a JSON object"));
            return TableVerifications.none(table);
        }
        if (!table.equals(all.get("table_name")) || !(all.get("verifications") instanceof Map<?, ?> verifications)) {
            warnings.add(notBelieved(uri, "it holds no verifications of " + table));
            return TableVerifications.none(table);
        }
        Map<Depth, Verification> latest = new EnumMap<>(Depth.class);
        for (Depth depth : Depth.values()) {
            Object stored = verifications.get(depth.label());
            if (stored == null) {
                continue;
            }
            verification(stored)
                    .ifPresentOrElse(
                            verification -> latest.put(depth, verification),
                            () -> warnings.add(
                                    notBelieved(uri, "its verification '" + depth.label() + "' is damaged")));
        }
        return new TableVerifications(table, latest);
    }

    private static Optional<Verification> verification(Object stored) {
        if (!(stored instanceof Map<?, ?> fields)
                || !(fields.get("backup_date") instanceof String date)
                || !(fields.get("verified_at") instanceof String verifiedAt)
                || !(fields.get("verdict") instanceof String verdict)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Verification(
                    LocalDate.parse(date),
                    Instant.parse(verifiedAt),
                    Verdict.valueOf(verdict),
                    fields.get("export_arn") instanceof String arn && PlainText.is(arn) ? arn : null,
                    count(fields.get("files")),
                    count(fields.get("items")),
                    count(fields.get("bytes")),
                    texts(fields.get("problems"))));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static long count(@Nullable Object value) {
        return value instanceof Integer || value instanceof Long ? Math.max(0, ((Number) value).longValue()) : 0;
    }

    private static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof String text) {
                    texts.add(PlainText.of(text));
                }
            }
        }
        return texts;
    }

    private static String notBelieved(String uri, String why) {
        return "%s is taken for no evidence: %s. 'ddbvault verify' writes it anew.".formatted(uri, why);
    }
}
