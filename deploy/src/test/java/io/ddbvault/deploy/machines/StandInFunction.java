package io.ddbvault.deploy.machines;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.core.json.Json;
import io.ddbvault.testkit.function.ParsedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A function of which a test says what it answers; for what a machine does with answers that are hard to come by. */
final class StandInFunction implements InvokedFunction {
    private final Script script;
    private final List<Map<String, Object>> events = new ArrayList<>();

    /** Called from many threads at a time. */
    @FunctionalInterface
    interface Script {
        /** @param call how often this very event has come, from 1 on */
        Outcome answer(Map<String, Object> event, int call) throws InterruptedException;
    }

    StandInFunction(Script script) {
        this.script = script;
    }

    /** An answer as both functions give it. */
    static Outcome body(int statusCode, Map<String, Object> body) {
        return Outcome.answer(Json.compact(Map.of("statusCode", (Object) statusCode, "body", body))
                .getBytes(UTF_8));
    }

    static Outcome status(String status) {
        return body(200, Map.of("status", status));
    }

    /** As Lambda words it where the process is gone. */
    static Outcome death() {
        return Outcome.failure(
                "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: 4711 Error: Runtime exited with error: signal: killed\"}"
                        .getBytes(UTF_8));
    }

    @Override
    public Outcome invoke(byte[] bytes) throws InterruptedException {
        Map<String, Object> event = ParsedJson.object(new String(bytes, UTF_8));
        int call;
        synchronized (events) {
            events.add(event);
            call = (int) events.stream().filter(event::equals).count();
        }
        return script.answer(event, call);
    }

    /** Of all steps, in the order in which they came. */
    List<Map<String, Object>> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    List<Map<String, Object>> events(String step) {
        return events().stream()
                .filter(event -> Objects.equals(step, event.get("step")))
                .toList();
    }
}
