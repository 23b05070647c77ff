package io.ddbvault.lambda;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.restore.DecodeRestoreRequest;
import io.ddbvault.core.restore.RestoreId;
import io.ddbvault.core.restore.Unit;
import io.ddbvault.lambda.RestoreStep.Clear;
import io.ddbvault.lambda.RestoreStep.Cleared;
import io.ddbvault.lambda.RestoreStep.Prepare;
import io.ddbvault.lambda.RestoreStep.Report;
import io.ddbvault.lambda.RestoreStep.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event with the field {@code step}, as strictly as a restore's request. Pure. */
final class DecodeStep {
    private static final String RESTORE_ID = "restore_id";
    private static final String ATTEMPT = "attempt";
    private static final String TABLE = "table";
    private static final String SEGMENT = "segment";
    private static final String SEGMENTS = "segments";
    private static final String DATA_FILE = "data_file";
    private static final String MAX_WRITE_UNITS = "max_write_units";
    /** As large as Step Functions lets the children of a Distributed Map be at a time. */
    static final int MOST_SEGMENTS = 10_000;
    /** As long as S3 lets a key be. */
    private static final int LONGEST_KEY = 1024;

    private final Map<String, @Nullable Object> fields;
    private final List<String> problems = new ArrayList<>();

    private DecodeStep(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /**
     * @throws DdbvaultException {@code INVALID_REQUEST} with every problem, each naming field, value and what is
     *     allowed
     */
    // On JDK 17 a value that may be null is not seen as such through a class file; on 25 it is.
    @SuppressWarnings("NullAway")
    static RestoreStep decode(Map<String, @Nullable Object> event) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(event);
        Object step = fields.remove(RestoreStep.FIELD);
        DecodeStep decoding = new DecodeStep(fields);
        if ("prepare".equals(step)) {
            return new Prepare(DecodeRestoreRequest.decode(fields));
        }
        RestoreStep decoded = "clear".equals(step)
                ? decoding.clear()
                : "cleared".equals(step)
                        ? decoding.cleared()
                        : "write".equals(step) ? decoding.write() : "report".equals(step) ? decoding.report() : null;
        if (decoded == null) {
            decoding.problems.clear();
            decoding.problems.add(
                    "step is %s; allowed are \"prepare\", \"clear\", \"cleared\", \"write\" and \"report\""
                            .formatted(shown(step)));
        }
        if (decoded == null || !decoding.problems.isEmpty()) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_REQUEST, String.join("\n", decoding.problems) + "\nNothing was read or written.");
        }
        return decoded;
    }

    private Clear clear() {
        refuseOthers("clear", RESTORE_ID, ATTEMPT, TABLE, SEGMENT, SEGMENTS, MAX_WRITE_UNITS);
        int segments = number(SEGMENTS, 1, MOST_SEGMENTS);
        int segment = number(SEGMENT, 0, Math.max(0, segments - 1));
        return new Clear(
                new Unit(restoreId(), attempt(), table(), Unit.Kind.CLEAR, segment, 0, segments, maxWriteUnits()));
    }

    private Cleared cleared() {
        refuseOthers("cleared", RESTORE_ID, ATTEMPT, TABLE, SEGMENTS);
        return new Cleared(restoreId(), attempt(), table(), number(SEGMENTS, 1, MOST_SEGMENTS));
    }

    private Write write() {
        refuseOthers("write", RESTORE_ID, ATTEMPT, TABLE, DATA_FILE, MAX_WRITE_UNITS);
        return new Write(restoreId(), attempt(), table(), dataFile(), maxWriteUnits());
    }

    private Report report() {
        refuseOthers("report", RESTORE_ID, ATTEMPT);
        return new Report(restoreId(), attempt());
    }

    private void refuseOthers(String step, String... known) {
        List<String> names = List.of(known);
        for (String name : fields.keySet()) {
            if (!names.contains(name)) {
                problems.add("%s is no field of the step %s; there are %s"
                        .formatted(shown(name), step, String.join(", ", names)));
            }
        }
    }

    private String restoreId() {
        if (fields.get(RESTORE_ID) instanceof String id && RestoreId.isOne(id)) {
            return id;
        }
        problems.add(
                "restore_id is %s; allowed is an id from the answer of the step prepare, as \"20250722T030000Z-1a2b3c4d\""
                        .formatted(shown(fields.get(RESTORE_ID))));
        return "";
    }

    private int attempt() {
        return number(ATTEMPT, 1, Integer.MAX_VALUE);
    }

    private String table() {
        if (fields.get(TABLE) instanceof String name && Settings.isTableName(name)) {
            return name;
        }
        problems.add("table is %s; allowed is a table's name".formatted(shown(fields.get(TABLE))));
        return "";
    }

    private String dataFile() {
        if (fields.get(DATA_FILE) instanceof String key && !key.isEmpty() && key.length() <= LONGEST_KEY) {
            return key;
        }
        problems.add("data_file is %s; allowed is the dataFileS3Key of a line of the export's manifest-files.json"
                .formatted(shown(fields.get(DATA_FILE))));
        return "";
    }

    /** A state machine cannot leave a field out, so null stands for no limit too. */
    private @Nullable Integer maxWriteUnits() {
        return fields.get(MAX_WRITE_UNITS) == null
                ? null
                : Integer.valueOf(number(MAX_WRITE_UNITS, 1, Integer.MAX_VALUE));
    }

    private int number(String name, int least, int most) {
        if (fields.get(name) instanceof Integer number && number >= least && number <= most) {
            return number;
        }
        problems.add("%s is %s; allowed is a whole number from %d to %d"
                .formatted(name, shown(fields.get(name)), least, most));
        return least;
    }

    private static String shown(@Nullable Object value) {
        String json = Json.compact(value);
        return json.length() <= 100 ? json : json.substring(0, 100) + "…";
    }
}
