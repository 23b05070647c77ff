package io.ddbvault.deploy.machines;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.core.json.Json;
import io.ddbvault.deploy.machines.Programs.Ended;
import io.ddbvault.testkit.function.ParsedJson;
import io.ddbvault.testkit.program.SkipAloud;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** moto's interpreter of state machines, someone else's, in a process of its own. One execution at a time. */
final class Interpreter implements AutoCloseable {
    private static final String MOTO = "5.2.1";
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final AtomicInteger LOGS = new AtomicInteger();

    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;
    private final String address;

    /**
     * What became of an execution.
     *
     * @param status {@code SUCCEEDED}, {@code FAILED} or {@code TIMED_OUT}
     * @param error empty unless it failed, as the cause
     * @param states the states that were entered, in order
     * @param inputBytes how long the input of each of them was
     */
    record Execution(
            String status, String output, String error, String cause, List<String> states, List<Integer> inputBytes) {
        Map<String, Object> outputFields() {
            return ParsedJson.object(output);
        }
    }

    private Interpreter(Process process, String address, BufferedWriter requests, BufferedReader answers) {
        this.process = process;
        this.address = address;
        this.requests = requests;
        this.answers = answers;
    }

    /** Skips the test, and says so aloud, where there is no such moto. */
    static Interpreter orSkip(LambdaApi lambda) throws IOException, InterruptedException {
        String consequence = "the state machines are not run";
        Programs.needed(consequence, "python3");
        Path here = Path.of("").toAbsolutePath();
        Ended version = Programs.run(
                here, Map.of(), List.of("python3", "-c", "import moto, boto3; print(moto.__version__, end='')"));
        if (!version.output().equals(MOTO)) {
            SkipAloud.because("python3 has no moto %s, so %s".formatted(MOTO, consequence));
        }
        // Several run side by side.
        Path log = Path.of("target", "interpreter-%d.log".formatted(LOGS.incrementAndGet()));
        ProcessBuilder builder = new ProcessBuilder(
                        "python3",
                        Path.of("src", "test", "resources", "step-functions", "interpreter.py")
                                .toString(),
                        lambda.address())
                .redirectError(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        Process process = builder.start();
        BufferedReader answers = process.inputReader(UTF_8);
        String address = answers.readLine();
        if (address == null) {
            throw new AssertionError("the interpreter does not start: see target/interpreter-*.log");
        }
        return new Interpreter(process, address, process.outputWriter(UTF_8), answers);
    }

    /** For {@code AWS_ENDPOINT_URL}. */
    String address() {
        return address;
    }

    /** Where a Distributed Map reads its items and writes its results. */
    void useS3(String endpoint) throws IOException {
        ask(Map.of("s3", endpoint));
    }

    /** @return its ARN */
    String create(String name, String definition) throws IOException {
        return String.valueOf(
                ask(Map.of("name", name, "definition", definition)).get("arn"));
    }

    /** Runs a machine to its end. */
    Execution run(String arn, String input) throws IOException {
        Map<String, Object> answer =
                ask(Map.of("arn", arn, "name", "execution-" + NAMES.incrementAndGet(), "input", input));
        List<Map<String, Object>> states = ParsedJson.list(answer, "states");
        return new Execution(
                String.valueOf(answer.get("status")),
                String.valueOf(answer.get("output")),
                String.valueOf(answer.get("error")),
                String.valueOf(answer.get("cause")),
                states.stream().map(state -> String.valueOf(state.get("name"))).toList(),
                states.stream()
                        .map(state -> Integer.valueOf(String.valueOf(state.get("bytes"))))
                        .toList());
    }

    private Map<String, Object> ask(Map<String, String> request) throws IOException {
        requests.write(Json.compact(request));
        requests.newLine();
        requests.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new AssertionError("the interpreter ended: see target/interpreter-*.log");
        }
        return ParsedJson.object(answer);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        requests.close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
