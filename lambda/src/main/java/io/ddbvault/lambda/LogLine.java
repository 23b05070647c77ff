package io.ddbvault.lambda;

import io.ddbvault.core.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of the function's log: one JSON object. {@code timestamp}, {@code level}, {@code message} and {@code requestId}
 * are named as in Lambda's own JSON lines, so that its log levels apply and one query finds all lines of a call.
 */
final class LogLine {
    /** For all threads of the call: a container has one call at a time. */
    private static volatile @Nullable String requestId;

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    private LogLine(String level, String message) {
        fields.put("timestamp", Instant.now().toString());
        fields.put("level", level);
        fields.put("message", message);
        fields.put("requestId", requestId);
    }

    /** The call that lines from now on belong to. */
    static void requestId(@Nullable String id) {
        requestId = id;
    }

    static LogLine info(String message) {
        return new LogLine("INFO", message);
    }

    static LogLine warn(String message) {
        return new LogLine("WARN", message);
    }

    static LogLine error(String message) {
        return new LogLine("ERROR", message);
    }

    LogLine with(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    LogLine with(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return with("stackTrace", trace.toString());
    }

    /** In one write, the line's end included: each write becomes a log event of its own. */
    void print() {
        byte[] line = (Json.compact(fields) + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(line, 0, line.length);
        System.out.flush();
    }
}
