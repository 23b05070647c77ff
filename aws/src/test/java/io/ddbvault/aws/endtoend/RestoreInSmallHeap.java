package io.ddbvault.aws.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.ClientsThrough;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A restore from S3 in a JVM of its own with a small heap. What it would write it counts: DynamoDB Local keeps its items
 * in memory, and is not what is measured.
 */
final class RestoreInSmallHeap {
    private static final String BEFORE_NUMBER = "{\"id\":{\"S\":\"item-";
    private static final int DIGITS = 7;

    private RestoreInSmallHeap() {}

    /**
     * @param printed where what the JVM prints goes
     * @return the last line of it: status, items, sum of the numbers in their ids, bytes of their JSON
     */
    static String run(int heapMebibytes, Path printed, URI s3, URI dynamoDb, String bucket)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heapMebibytes + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        RestoreInSmallHeap.class.getName(),
                        s3.toString(),
                        dynamoDb.toString(),
                        bucket)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            boolean ended = process.waitFor(120, TimeUnit.SECONDS);
            List<String> lines = Files.readAllLines(printed);
            if (!ended || process.exitValue() != 0 || lines.isEmpty()) {
                throw new AssertionError("no result, but " + lines);
            }
            return lines.get(lines.size() - 1);
        } finally {
            process.destroyForcibly();
        }
    }

    public static void main(String[] arguments) {
        LongAdder items = new LongAdder();
        LongAdder sum = new LongAdder();
        LongAdder bytes = new LongAdder();
        try (AwsClients clients = ClientsThrough.endpoints(
                URI.create(arguments[0]),
                URI.create(arguments[1]),
                ClientsThrough.CREDENTIALS,
                ClientsThrough.PATIENT)) {
            TableResult result = TestAws.restore(
                            clients,
                            TestAws.settings(arguments[2]),
                            RestoreRequest.LATEST,
                            Stop.onRequest(Clock.systemUTC()),
                            batch -> {
                                for (int i = 0; i < batch.size(); i++) {
                                    int number = batch.start(i) + BEFORE_NUMBER.length();
                                    sum.add(Long.parseLong(new String(batch.body(), number, DIGITS, UTF_8)));
                                }
                                items.add(batch.size());
                                bytes.add(batch.byteCount());
                                return new ItemWriter.Answered(List.of());
                            },
                            Clock.systemUTC(),
                            Sleeper.SYSTEM)
                    .results()
                    .get(0);
            System.out.println("%s %s, items %d, sum %d, bytes %d"
                    .formatted(result.status(), result.error(), items.sum(), sum.sum(), bytes.sum()));
        }
    }
}
