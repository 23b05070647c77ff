package io.ddbvault.testkit.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A function's container: AWS's runtime interface client with the shaded jar, in a JVM of its own that knows no other
 * variables than those given.
 */
public final class FunctionProcess implements AutoCloseable {
    /** The shaded jar, as a module beside {@code lambda} sees it. */
    public static final Path JAR = Path.of("..", "lambda", "target", "ddbvault-lambda.jar")
            .toAbsolutePath()
            .normalize();

    public static final Duration FULL_TIME = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    /** As Lambda's own runtime starts a JVM. */
    public static final List<String> LAMBDA_FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx256m");

    private final RuntimeApi api;
    private final Process process;
    private final long startedAt;
    /** A file and no pipe: what the function logged before its answer is in it when the answer is here. */
    private final Path log;

    private FunctionProcess(RuntimeApi api, Process process, long startedAt, Path log) {
        this.api = api;
        this.process = process;
        this.startedAt = startedAt;
        this.log = log;
    }

    public static FunctionProcess start(String handler, Map<String, String> variables) {
        return start(handler, variables, LAMBDA_FLAGS);
    }

    /** @param handler {@code BackupHandler} or {@code RestoreHandler} */
    public static FunctionProcess start(String handler, Map<String, String> variables, List<String> flags) {
        try {
            RuntimeApi api = new RuntimeApi();
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(flags);
            if (Runtime.version().feature() >= 24) {
                // Else the JVM warns of the runtime client's native library, in lines that are no JSON.
                command.add("--enable-native-access=ALL-UNNAMED");
            }
            nativeLibrary()
                    .ifPresent(library -> command.add(
                            "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI="
                                    + library));
            command.addAll(List.of(
                    "-cp",
                    JAR + File.pathSeparator + runtimeClient(),
                    "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                    "io.ddbvault.lambda." + handler + "::handleRequest"));
            Path log = Files.createTempFile(Files.createDirectories(Path.of("target")), "function-", ".log");
            log.toFile().deleteOnExit();
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", "ddbvault");
            builder.environment().putAll(variables);
            builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
            builder.environment().put("AWS_LAMBDA_FUNCTION_VERSION", "7");
            builder.environment().put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
            long startedAt = System.nanoTime();
            return new FunctionProcess(api, builder.start(), startedAt, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The runtime client and what it needs, as the test's own class path has them. */
    private static String runtimeClient() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("aws-lambda-java-"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Unpacked once for all: by itself the runtime client unpacks it at each start to one path, where two starts at once
     * meet.
     */
    private static synchronized Optional<Path> nativeLibrary() throws IOException {
        String name = "libaws-lambda-jni.linux-%s.so"
                .formatted(System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64");
        Path library = Path.of("target", name).toAbsolutePath();
        if (!Files.exists(library)) {
            try (InputStream packed = FunctionProcess.class.getResourceAsStream("/jni/" + name)) {
                if (packed == null) {
                    return Optional.empty();
                }
                Files.copy(packed, library);
            }
        }
        return Optional.of(library);
    }

    public CompletableFuture<RuntimeApi.Reply> send(String event, Duration timeout) {
        return api.send(event.getBytes(UTF_8), timeout);
    }

    /** The answer to an event that the handler returned, and did not throw. */
    public FunctionAnswer call(String event) {
        return call(event.getBytes(UTF_8), FULL_TIME);
    }

    public FunctionAnswer call(String event, Duration timeout) {
        return call(event.getBytes(UTF_8), timeout);
    }

    public FunctionAnswer call(byte[] event, Duration timeout) {
        return answer(await(api.send(event, timeout)));
    }

    public FunctionAnswer answer(RuntimeApi.Reply reply) {
        if (reply.error()) {
            throw new AssertionError("the handler threw: " + new String(reply.body(), UTF_8) + "\n" + log());
        }
        return FunctionAnswer.of(reply.body());
    }

    /** What Lambda is told of an event that the handler ended by throwing. */
    public Map<String, Object> error(String event) {
        RuntimeApi.Reply reply = await(send(event, FULL_TIME));
        if (!reply.error()) {
            throw new AssertionError("the handler answered: " + new String(reply.body(), UTF_8));
        }
        return ParsedJson.object(reply.body());
    }

    public RuntimeApi.Reply await(CompletableFuture<RuntimeApi.Reply> reply) {
        return orDead(reply);
    }

    private <T> T orDead(CompletableFuture<T> awaited) {
        CompletableFuture<T> dead = process.onExit().thenApply(ended -> {
            throw new CompletionException(new AssertionError("the process ended with " + ended.exitValue()));
        });
        try {
            return awaited.applyToEither(dead, first -> first).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new AssertionError("no answer; the log:\n" + log(), e);
        }
    }

    /** From the start of the JVM. */
    public Duration sinceStart(long nanoTime) {
        return Duration.ofNanos(nanoTime - startedAt);
    }

    /** Of processors, user and system, so far. */
    public Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Returns when the container asks for its first event, with the time that this took. */
    public Duration awaitInit() {
        return sinceStart(orDead(api.firstNext()));
    }

    /** As Lambda ends a container: at once, wherever it is. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the process does not end");
        }
    }

    /** The log's lines so far; one that is being written is not among them. */
    private List<String> lines() {
        try {
            String text = new String(Files.readAllBytes(log), UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The log so far. */
    public String log() {
        return String.join("\n", lines());
    }

    /** The lines that are JSON objects with this message. */
    public List<Map<String, Object>> logged(String message) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (String line : lines()) {
            if (line.startsWith("Picked up JAVA_TOOL_OPTIONS")) {
                // The JVM's own, on standard error, where the deployment sets that variable.
                continue;
            }
            Map<String, Object> fields = ParsedJson.object(line);
            if (message.equals(fields.get("message"))) {
                found.add(fields);
            }
        }
        return found;
    }

    /** Returns when the log has a line with this text. */
    public void awaitLog(String text) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!log().contains(text)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no line with " + text + " in:\n" + log());
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** Kills the process, and returns when it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            api.close();
        }
    }
}
