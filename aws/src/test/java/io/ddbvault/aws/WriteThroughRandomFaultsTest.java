package io.ddbvault.aws;

import static io.ddbvault.aws.wire.ScriptedServer.http;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.wire.ScriptedServer;
import io.ddbvault.aws.wire.ScriptedServer.Conversation;
import io.ddbvault.aws.wire.ScriptedServer.Request;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter.Answered;
import io.ddbvault.core.port.ItemWriter.Outcome;
import io.ddbvault.core.port.ItemWriter.Throttled;
import io.ddbvault.core.port.ItemWriter.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that stores items or does not, and lies about it in every way that can be seen through. */
class WriteThroughRandomFaultsTest {
    private static final int ITEMS = 10_000;
    private static final int THREADS = 4;
    private static final Duration IMPATIENT = Duration.ofMillis(200);
    private static final String TABLE =
            "{\"Table\":{\"TableName\":\"users\",\"TableArn\":\"arn:aws:dynamodb:eu-west-1:111122223333:table/users\",\"TableStatus\":\"ACTIVE\","
                    + "\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}],"
                    + "\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}]}}";

    private final Map<String, String> stored = new ConcurrentHashMap<>();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void tenThousandItemsAreStoredExactlyThroughEveryFault(long seed) throws Exception {
        Random random = new Random(seed);
        try (ScriptedServer server = new ScriptedServer().otherwise(conversation -> serve(conversation, random));
                AwsClients clients = AwsClients.create(
                        Map.of("AWS_REGION", "eu-west-1", "AWS_ENDPOINT_URL", server.url()),
                        ClientsThrough.CREDENTIALS,
                        IMPATIENT);
                WireItemWriter writer = new WireItemWriter(clients)) {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                all.add(threads.submit(() -> {
                    for (int from = first * 25; from < ITEMS; from += THREADS * 25) {
                        store(writer, batch(from));
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get(300, TimeUnit.SECONDS);
            }
            threads.shutdown();

            Map<String, String> expected = new HashMap<>();
            IntStream.range(0, ITEMS).forEach(i -> expected.put("item " + i, value(i)));
            assertThat(stored).isEqualTo(expected);
            assertThat(writer.fallbacks()).as("faults met").isGreaterThan(20);
            assertThat(server.requests().stream().filter(Request::direct))
                    .as("without the SDK")
                    .hasSizeGreaterThan(300);
            assertThat(server.failures()).isEmpty();
        }
    }

    /** As a restore does, but for the pauses. */
    private static void store(WireItemWriter writer, WriteBatch batch) {
        List<Integer> left = IntStream.range(0, batch.size()).boxed().toList();
        for (WriteBatch rest = batch; !left.isEmpty(); ) {
            rest = batch.only(left);
            Outcome outcome = writer.write(rest);
            if (outcome instanceof Answered answered) {
                List<Integer> before = left;
                left = answered.unprocessed().stream().map(before::get).toList();
            } else {
                assertThat(outcome).isInstanceOfAny(Throttled.class, Unavailable.class);
            }
        }
    }

    private static WriteBatch batch(int from) {
        return Batches.puts(
                "users",
                IntStream.range(from, from + 25)
                        .mapToObj(i -> "{\"id\":{\"S\":\"item %d\"},\"v\":{\"S\":\"%s\"}}".formatted(i, value(i)))
                        .toArray(String[]::new));
    }

    private static String value(int i) {
        return ("value " + i + " ").repeat(1 + i % 7);
    }

    /** What says that all is stored, and can be taken at its word, is said only where it is so. */
    private void serve(Conversation conversation, Random random) throws IOException {
        int fault;
        long extra;
        synchronized (random) {
            // Mostly none, so that connections live for a while.
            fault = random.nextInt(120);
            extra = random.nextInt(1_000_000);
        }
        if (fault == 0) {
            conversation.reset();
            return;
        }
        Request request = conversation.request();
        if (request.header("x-amz-target").endsWith("DescribeTable")) {
            conversation.answer(TABLE);
            return;
        }
        List<Map<?, ?>> items = items(request);
        String done = http(200, ScriptedServer.STORED);
        switch (fault) {
            case 1 -> conversation.hangUp();
            case 2 -> conversation.reset();
            case 3 -> conversation.write(error(500, "InternalServerError"));
            case 4 -> conversation.write(error(400, "ThrottlingException"));
            case 5 -> conversation.write(error(503, "ServiceUnavailable"));
            case 6 -> {
                keep(items);
                conversation.reset();
            }
            case 7 -> {
                keep(items);
                conversation.write(done.substring(0, (int) (extra % done.length())));
                conversation.hangUp();
            }
            case 8 -> {
                // Answers later than anybody waits.
                if (extra % 10 == 0) {
                    conversation.holdUntilTheEnd();
                } else {
                    conversation.hangUp();
                }
            }
            case 9 -> {
                keep(items);
                conversation.writeByteByByte(done);
            }
            case 10 -> {
                keep(items);
                conversation.write(done.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
                conversation.hangUp();
            }
            case 11 -> {
                keep(items);
                conversation.write(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"Unp\r\n12\r\nrocessedItems\":{}}\r\n0\r\n\r\n");
            }
            case 12, 13, 14, 15 -> leaveUnprocessed(conversation, items, (int) (extra % items.size()));
            case 16, 17, 18, 19, 20, 21, 22 -> {
                if (request.direct()) {
                    lie(conversation, fault);
                } else {
                    // The SDK believes these.
                    conversation.hangUp();
                }
            }
            default -> {
                keep(items);
                conversation.write(done);
            }
        }
    }

    /** Nothing was stored. */
    private static void lie(Conversation conversation, int fault) throws IOException {
        String done = http(200, ScriptedServer.STORED);
        switch (fault) {
            case 16 -> conversation.write(done + done);
            case 17 -> conversation.write(done.replaceFirst("crc32: \\d+", "crc32: 7"));
            case 18 -> conversation.write("HTTP/1.1 100 Continue\r\n\r\n" + done);
            case 19 -> conversation.write(done.replace("HTTP/1.1", "HTTP/1.0"));
            case 20 ->
                conversation.write(done.replaceFirst("\r\n", "\r\n" + "X-Long: %s\r\n".formatted("x".repeat(20_000))));
            case 21 ->
                conversation.write(done.replace("Content-Length", "Transfer-Encoding: chunked\r\nContent-Length"));
            default ->
                conversation.write(
                        "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{\"UnprocessedItems\":{},\"UnprocessedItems\":");
        }
        conversation.hangUp();
    }

    private void leaveUnprocessed(Conversation conversation, List<Map<?, ?>> items, int count) throws IOException {
        keep(items.subList(count, items.size()));
        List<Object> left = new ArrayList<>();
        for (int i = count - 1; i >= 0; i--) {
            left.add(Map.of("PutRequest", Map.of("Item", items.get(i))));
        }
        conversation.answer(
                Json.compact(Map.of("UnprocessedItems", left.isEmpty() ? Map.of() : Map.of("users", left))));
    }

    private void keep(List<Map<?, ?>> items) {
        items.forEach(item -> stored.put(string(item, "id"), string(item, "v")));
    }

    private static String string(Map<?, ?> item, String attribute) {
        return item.get(attribute) instanceof Map<?, ?> value ? String.valueOf(value.get("S")) : "nothing";
    }

    private static List<Map<?, ?>> items(Request request) throws IOException {
        List<Map<?, ?>> items = new ArrayList<>();
        if (Json.parseObject(request.body()).get("RequestItems") instanceof Map<?, ?> tables
                && tables.get("users") instanceof List<?> writes) {
            for (Object write : writes) {
                if (write instanceof Map<?, ?> fields
                        && fields.get("PutRequest") instanceof Map<?, ?> put
                        && put.get("Item") instanceof Map<?, ?> item) {
                    items.add(item);
                }
            }
        }
        return items;
    }

    private static String error(int status, String code) {
        return http(status, "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"no\"}".formatted(code));
    }
}
