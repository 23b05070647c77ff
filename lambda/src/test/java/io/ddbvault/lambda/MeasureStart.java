package io.ddbvault.lambda;

import io.ddbvault.testkit.function.FunctionProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Prints how long a function takes from the start of its JVM to its first answer. No test: run it by hand, as
 * docs/performance.md says.
 */
final class MeasureStart {
    private MeasureStart() {}

    /** @param arguments how often each is measured, 5 if not given */
    public static void main(String[] arguments) throws IOException {
        // Else the stub's answers wait for the client's delayed acknowledgements, 40 ms each.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int runs = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        try (TestAws aws = new TestAws()) {
            String bucket = aws.newBucket();
            String table = aws.newTable(TestAws.items(100));
            Map<String, String> variables = aws.variables(bucket, table);
            String backup = "{\"time\":\"2025-07-22T02:00:00Z\"}";
            try (FunctionProcess warmUp = FunctionProcess.start("BackupHandler", variables)) {
                warmUp.call(backup);
            }
            System.out.println("milliseconds from the start of the JVM: median (least to most)");
            for (List<String> flags : List.of(FunctionProcess.LAMBDA_FLAGS, List.of("-Xmx256m"))) {
                System.out.println(flags);
                measure("refused event", runs, "RestoreHandler", "{\"max_workers\":0}", variables, flags);
                measure("backup, done already", runs, "BackupHandler", backup, variables, flags);
                measure("restore, dry run", runs, "RestoreHandler", "{\"dry_run\":true}", variables, flags);
                measure("restore of 100 items", runs, "RestoreHandler", "{}", variables, flags);
            }
        }
        System.exit(0);
    }

    private static void measure(
            String what, int runs, String handler, String event, Map<String, String> variables, List<String> flags) {
        List<Duration> inits = new ArrayList<>();
        List<Duration> answers = new ArrayList<>();
        List<Duration> processor = new ArrayList<>();
        List<Duration> warm = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            try (FunctionProcess function = FunctionProcess.start(handler, variables, flags)) {
                answers.add(function.sinceStart(function.await(function.send(event, FunctionProcess.FULL_TIME))
                        .at()));
                processor.add(function.processorTime());
                inits.add(function.awaitInit());
                long second = System.nanoTime();
                function.call(event);
                warm.add(Duration.ofNanos(System.nanoTime() - second));
            }
        }
        System.out.printf(
                "  %-22s init %s, first answer %s, processor %s; second call %s%n",
                what, text(inits), text(answers), text(processor), text(warm));
    }

    private static String text(List<Duration> durations) {
        Collections.sort(durations);
        return "%d (%d to %d)"
                .formatted(
                        durations.get(durations.size() / 2).toMillis(),
                        durations.get(0).toMillis(),
                        durations.get(durations.size() - 1).toMillis());
    }
}
