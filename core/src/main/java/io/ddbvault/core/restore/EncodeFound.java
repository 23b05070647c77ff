package io.ddbvault.core.restore;

import io.ddbvault.core.json.Json;
import io.ddbvault.core.key.RequestedKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Items that were looked for in a backup as JSON, one object a line. Pure. */
public final class EncodeFound {
    private EncodeFound() {}

    /** @param item JSON of one line, put in as it is */
    public static String line(String item) {
        return "{\"item\":" + item + "}";
    }

    /** The last line. */
    public static String summary(FoundItems found, String table) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("backup_date", found.date().toString());
        fields.put("table_name", table);
        fields.put("items", found.items());
        fields.put("keys", found.keys());
        fields.put("keys_missing", found.missing().size());
        fields.put(
                "missing_keys",
                found.missing().stream().map(RequestedKey::typedValues).collect(Collectors.toList()));
        fields.put("faults", found.faults());
        return Json.compact(Map.of("summary", fields));
    }
}
