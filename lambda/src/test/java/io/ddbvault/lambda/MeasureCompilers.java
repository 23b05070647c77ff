package io.ddbvault.lambda;

import io.ddbvault.lambda.Front.Refusal;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.function.FunctionAnswer;
import io.ddbvault.testkit.function.FunctionProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Prints what a restore costs the function's processors, by the compilers and by the heap that its JVM has. DynamoDB's
 * writes are answered without being done, so that the function is what is measured. No test: run it by hand, as
 * docs/performance.md says.
 */
final class MeasureCompilers {
    private static final int FILES = 4;

    private MeasureCompilers() {}

    /** @param arguments items of a restore, how many a container does one after the other, and how many containers do so */
    public static void main(String[] arguments) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int items = Integer.parseInt(arguments[0]);
        int calls = Integer.parseInt(arguments[1]);
        int runs = Integer.parseInt(arguments[2]);
        try (TestAws aws = new TestAws();
                Front dynamoDb = new Front(
                        aws.embedded().dynamoDbEndpoint(),
                        call -> call.equals("BatchWriteItem")
                                ? Optional.of(new Refusal(200, "{\"UnprocessedItems\":{}}"))
                                : Optional.empty())) {
            String table = aws.newTable(List.of());
            String bucket = aws.newBucket();
            aws.put(bucket, backup(bucket, table, items).objects());
            Map<String, String> variables =
                    TestAws.through(dynamoDb.endpoint(), "AWS_ENDPOINT_URL_DYNAMODB", aws.variables(bucket, table));
            System.out.printf("%d items, processor milliseconds of each call in turn%n", items);
            for (int run = 0; run < runs; run++) {
                for (String heap : List.of("-Xmx400m", "-Xmx1400m")) {
                    for (String level : List.of("-XX:TieredStopAtLevel=1", "-XX:TieredStopAtLevel=4")) {
                        List<String> flags = List.of("-XX:+UseSerialGC", "-Xshare:auto", heap, level);
                        System.out.printf("  %s %s %s%n", heap, level, measure(variables, flags, calls));
                    }
                }
            }
        }
        System.exit(0);
    }

    private static List<Long> measure(Map<String, String> variables, List<String> flags, int calls) {
        List<Long> processor = new ArrayList<>();
        try (FunctionProcess function = FunctionProcess.start("RestoreHandler", variables, flags)) {
            function.awaitInit();
            for (int call = 0; call < calls; call++) {
                Duration before = function.processorTime();
                FunctionAnswer answer = function.call("{\"max_workers\":8}");
                if (answer.statusCode() != 200) {
                    throw new AssertionError(answer.toString());
                }
                processor.add(function.processorTime().minus(before).toMillis());
            }
        }
        return processor;
    }

    /** Items of some 300 bytes. */
    private static MakeBackup backup(String bucket, String table, int items) {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        MakeBackup backup = new MakeBackup(bucket, "native-exports", "2025-07-22", "production");
        List<List<String>> files = new ArrayList<>();
        for (int file = 0; file < FILES; file++) {
            int number = file;
            files.add(IntStream.range(0, items / FILES)
                    .mapToObj(i ->
                            "{\"Item\":{\"id\":{\"S\":\"%d-%d\"},\"n\":{\"N\":\"%d\"},\"text\":{\"S\":\"%016x%016x%s\"}}}"
                                    .formatted(
                                            number,
                                            i,
                                            random.nextInt(),
                                            random.nextLong(),
                                            random.nextLong(),
                                            "some words of a text that compresses well, ".repeat(4)))
                    .toList());
        }
        backup.table(table, files);
        return backup;
    }
}
