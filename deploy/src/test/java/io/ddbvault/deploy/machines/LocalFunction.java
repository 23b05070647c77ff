package io.ddbvault.deploy.machines;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.testkit.function.FunctionProcess;
import io.ddbvault.testkit.function.ParsedJson;
import io.ddbvault.testkit.function.RuntimeApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A function as Lambda runs it: its container starts with the first call and stays for the next one, unless it dies. Calls
 * are counted from 1. One call at a time.
 */
final class LocalFunction implements InvokedFunction, AutoCloseable {
    private static final Pattern RESTORE_STARTED = Pattern.compile("\"restore started\".*\"restore_id\":\"([^\"]+)\"");

    /** As Lambda words it. */
    private static final String EXITED =
            "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: 4711 Error: Runtime exited with error: signal: killed\"}";

    private final String handler;
    private final Map<String, String> variables;
    private final List<String> events = new ArrayList<>();
    private final Map<Integer, Duration> timeouts = new HashMap<>();
    private final Map<Integer, Death> deaths = new HashMap<>();
    private final StringBuilder deadContainersLog = new StringBuilder();
    private Duration timeout = FunctionProcess.FULL_TIME;
    private @Nullable FunctionProcess container;

    private record Death(String line, Runnable then) {}

    /** @param handler {@code BackupHandler} or {@code RestoreHandler} */
    LocalFunction(String handler, Map<String, String> variables) {
        this.handler = handler;
        this.variables = Map.copyOf(variables);
    }

    synchronized LocalFunction withTimeout(Duration every) {
        timeout = every;
        return this;
    }

    synchronized LocalFunction withTimeout(int call, Duration one) {
        timeouts.put(call, one);
        return this;
    }

    /** Kills the container of a call, a new one, when it has logged this text. */
    synchronized LocalFunction dies(int call, String line, Runnable then) {
        deaths.put(call, new Death(line, then));
        return this;
    }

    /** The events of the calls so far. */
    synchronized List<Map<String, Object>> events() {
        return events.stream().map(ParsedJson::object).toList();
    }

    /** The id in the first line of the first restore's log. Ends the container, so that its log is whole. */
    synchronized String firstRestoreId() {
        close();
        Matcher first = RESTORE_STARTED.matcher(deadContainersLog);
        if (!first.find()) {
            throw new AssertionError(deadContainersLog);
        }
        return first.group(1);
    }

    @Override
    public synchronized Outcome invoke(byte[] event) throws InterruptedException {
        events.add(new String(event, UTF_8));
        int call = events.size();
        Death death = deaths.get(call);
        if (death != null) {
            close();
        }
        FunctionProcess process = container();
        var reply = process.send(new String(event, UTF_8), timeouts.getOrDefault(call, timeout));
        if (death != null) {
            process.awaitLog(death.line);
            close();
            death.then.run();
            return Outcome.failure(EXITED.getBytes(UTF_8));
        }
        RuntimeApi.Reply answered = process.await(reply);
        return answered.error() ? Outcome.failure(answered.body()) : Outcome.answer(answered.body());
    }

    private FunctionProcess container() {
        FunctionProcess running = container;
        if (running == null) {
            running = FunctionProcess.start(handler, variables);
            container = running;
        }
        return running;
    }

    @Override
    public synchronized void close() {
        if (container != null) {
            container.close();
            deadContainersLog.append(container.log()).append('\n');
            container = null;
        }
    }
}
