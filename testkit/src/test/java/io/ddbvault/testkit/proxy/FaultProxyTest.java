package io.ddbvault.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.ddbvault.testkit.FakeClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultProxyTest {
    private static final String ANSWER = "{\"ConsumedCapacity\":[{\"Units\":\"" + "x".repeat(5000) + "\"}]}";
    private static final Calls WRITES = Calls.to("BatchWriteItem");

    @SuppressWarnings("NullAway.Init")
    private EchoServer upstream;

    @SuppressWarnings("NullAway.Init")
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        upstream = new EchoServer(ANSWER);
        proxy = FaultProxy.to(upstream.endpoint());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        upstream.close();
    }

    @Test
    void whatIsNotPlannedIsPassedOnAndAnsweredOverOneConnection() throws IOException {
        try (Client client = new Client()) {
            client.write("orders", 2);
            client.send(
                    "GET /bucket/data/a%20b.json.gz?x=1 HTTP/1.1\r\nHost: h\r\nRange: bytes=5-\r\nif-match: \"e\"\r\n\r\n");

            assertThat(client.answer()).contains("200").endsWith(ANSWER);
            assertThat(client.answer()).contains("200").endsWith(ANSWER);
        }
        assertThat(upstream.bodies()).containsExactly(batch("orders", 2), "");
        assertThat(proxy.counts()).containsExactly(entry("BatchWriteItem", 1), entry("GET", 1));
        ProxiedCall read = proxy.calls(
                        Calls.to("GET").ofKeysFrom("data/").ofKeysTo(".gz").with("If-Match"))
                .get(0);
        assertThat(read.key()).isEqualTo("data/a b.json.gz");
        assertThat(read.header("range")).contains("bytes=5-");
        assertThat(read.header("If-Match")).contains("\"e\"");
        proxy.assertAllFired();
    }

    @Test
    void aFaultOfSomeCallsOfOneTableLeavesTheOthersAlone() throws IOException {
        PlannedFault throttles = proxy.plan(WRITES.about("orders"), Fault.answering(AwsError.throttling()))
                .from(2)
                .times(2);
        List<String> answers = new ArrayList<>();
        try (Client client = new Client()) {
            for (String table : List.of("orders", "users", "orders", "orders", "orders")) {
                client.write(table, 1);
                answers.add(client.answer().contains("ThrottlingException") ? "throttled" : "done");
            }
        }

        assertThat(answers).containsExactly("done", "done", "throttled", "throttled", "done");
        assertThat(throttles.fired()).isEqualTo(2);
        assertThat(proxy.calls(WRITES.about("orders"))).hasSize(4);
        assertThat(upstream.bodies()).hasSize(3);
        proxy.assertAllFired();
    }

    @Test
    void aFaultLastsUntilATimeOnTheTestsClock() throws IOException {
        FakeClock clock = FakeClock.at("2025-07-22T02:00:00Z");
        Instant end = clock.instant().plusSeconds(60);
        PlannedFault throttles = proxy.plan(WRITES, Fault.answering(AwsError.throughputExceeded()))
                .asLongAs(() -> clock.instant().isBefore(end));
        try (Client client = new Client()) {
            client.write("orders", 1);
            assertThat(client.answer()).contains("400").contains("#ProvisionedThroughputExceededException");
            clock.advance(Duration.ofSeconds(59));
            client.write("orders", 1);
            assertThat(client.answer()).contains("#ProvisionedThroughputExceededException");
            clock.advance(Duration.ofSeconds(1));
            client.write("orders", 1);
            assertThat(client.answer()).endsWith(ANSWER);
        }

        assertThat(throttles.fired()).isEqualTo(2);
        proxy.assertAllFired();
    }

    @Test
    void ofTwoFaultsThatAreDueTheOnePlannedFirstComesFirst() throws IOException {
        proxy.plan(WRITES, Fault.answering(AwsError.internalServerError()));
        proxy.plan(WRITES, Fault.answering(AwsError.serviceUnavailable()));
        try (Client client = new Client()) {
            client.write("orders", 1);
            assertThat(client.answer()).contains("500");
            client.write("orders", 1);
            assertThat(client.answer()).contains("503");
        }
        proxy.assertAllFired();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 24, 25})
    void unprocessedItemsAreGivenBackAndOnlyTheOthersAreDone(int count) throws IOException {
        proxy.plan(WRITES, Fault.leavingUnprocessed(count));
        try (Client client = new Client()) {
            client.write("orders", 25);
            String answer = client.answer();

            assertThat(answer)
                    .contains("200")
                    .doesNotContainIgnoringCase("crc32")
                    .endsWith("\"UnprocessedItems\":"
                            + json("orders", IntStream.range(0, count).map(i -> 24 - i)) + "}");
            assertThat(answer.contains("ConsumedCapacity")).isEqualTo(count < 25);
        }
        assertThat(upstream.bodies())
                .isEqualTo(
                        count == 25
                                ? List.of()
                                : List.of("{\"RequestItems\":" + json("orders", IntStream.range(0, 25 - count)) + "}"));
        proxy.assertAllFired();
    }

    @Test
    void unprocessedItemsWaitForACallThatHasAsMany() throws IOException {
        proxy.plan(WRITES, Fault.leavingUnprocessed(3));
        try (Client client = new Client()) {
            client.write("orders", 2);
            assertThat(client.answer()).doesNotContain("UnprocessedItems");
        }

        assertThatThrownBy(proxy::assertAllFired)
                .hasMessage(
                        "planned faults that did not fire: [BatchWriteItem: leaving 3 unprocessed fired 0 of 1 times (0 such calls)]");
    }

    @Test
    void aResetBeforeTheRequestKeepsItFromTheService() throws IOException {
        proxy.plan(WRITES, Fault.resetBeforeRequest());

        assertReset("");
        assertThat(upstream.bodies()).isEmpty();
    }

    @Test
    void aResetBeforeTheAnswerComesAfterTheServiceDidIt() throws IOException {
        proxy.plan(WRITES, Fault.resetBeforeAnswer());

        assertReset("");
        assertThat(upstream.bodies()).hasSize(1);
    }

    @Test
    void aResetInTheAnswerComesWhenHalfOfItWasSent() throws IOException {
        proxy.plan(WRITES, Fault.resetInAnswer());

        assertReset(ANSWER.substring(0, ANSWER.length() / 2));
        assertThat(upstream.bodies()).hasSize(1);
    }

    private void assertReset(String received) throws IOException {
        try (Client client = new Client()) {
            client.write("orders", 1);

            assertThatThrownBy(client::rest).isInstanceOf(SocketException.class).hasMessageContaining("reset");
            assertThat(client.received).endsWith(received);
        }
        proxy.assertAllFired();
    }

    @Test
    void anAnswerThatNeverComesHoldsTheConnectionAndNoOther() throws IOException {
        proxy.plan(WRITES, Fault.noAnswer());
        try (Client client = new Client();
                Client other = new Client()) {
            client.write("orders", 1);
            client.socket.setSoTimeout(100);
            assertThatThrownBy(client::rest).isInstanceOf(SocketTimeoutException.class);

            other.write("orders", 1);
            assertThat(other.answer()).endsWith(ANSWER);
            assertThat(upstream.bodies()).hasSize(1);
            proxy.assertAllFired();
            proxy.close();
            client.socket.setSoTimeout(0);
            client.rest();
        }
    }

    @Test
    void aBodyIsCutAfterSoManyBytesThoughMoreArePromised() throws IOException {
        proxy.plan(Calls.to("GET").ofKeysTo(".json.gz"), Fault.cuttingAfter(1234));
        try (Client client = new Client()) {
            client.send("GET /bucket/a.json.gz HTTP/1.1\r\nHost: h\r\n\r\n");
            client.rest();

            assertThat(client.received)
                    .contains("Content-Length: " + ANSWER.length())
                    .endsWith("\r\n\r\n" + ANSWER.substring(0, 1234));
        }
        proxy.assertAllFired();
    }

    @Test
    void aBodyThatIsTooShortToBeCutIsAMistakeOfTheTest() throws IOException {
        proxy.plan(Calls.to("GET"), Fault.cuttingAfter(ANSWER.length()));
        try (Client client = new Client()) {
            client.send("GET /bucket/a.json.gz HTTP/1.1\r\nHost: h\r\n\r\n");
            client.rest();
        }

        assertThatThrownBy(proxy::assertAllFired)
                .hasMessageContaining("the fault proxy failed itself")
                .hasMessageContaining("of which %d are no part".formatted(ANSWER.length()));
    }

    @Test
    void aSlowAnswerComesWhole() throws IOException {
        proxy.plan(WRITES, Fault.slowly(10, Duration.ofNanos(1)));
        try (Client client = new Client()) {
            client.write("orders", 1);
            assertThat(client.answer()).endsWith(ANSWER);
        }
        proxy.assertAllFired();
    }

    @Test
    void pausesThatWouldMakeATestSlowAreRefused() {
        assertThatThrownBy(() -> Fault.slowly(1, Duration.ofMillis(11))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEmptyScanPageComesBeforeTheTablesFirst() throws IOException {
        EmptyScanPage empty = new EmptyScanPage(Map.of("id", Map.of("S", "nobody")));
        proxy.plan(Calls.to("Scan"), empty.page());
        proxy.plan(Calls.to("Scan"), empty.next());
        try (Client client = new Client()) {
            client.call("Scan", "{\"TableName\":\"orders\"}");
            assertThat(client.answer())
                    .endsWith(
                            "{\"Count\":0,\"Items\":[],\"LastEvaluatedKey\":{\"id\":{\"S\":\"nobody\"}},\"ScannedCount\":0}");
            client.call("Scan", "{\"TableName\":\"orders\",\"ExclusiveStartKey\":{\"id\":{\"S\":\"nobody\"}}}");
            assertThat(client.answer()).endsWith(ANSWER);
        }

        assertThat(upstream.bodies()).containsExactly("{\"TableName\":\"orders\"}");
        proxy.assertAllFired();
    }

    @Test
    void callsSignedByOneKeyAreToldFromThoseOfAnother() throws IOException {
        proxy.plan(Calls.to("GET").signedBy("OLD"), Fault.answering(AwsError.s3ExpiredToken(400)))
                .times(2);
        List<String> statuses = new ArrayList<>();
        try (Client client = new Client()) {
            for (String key : List.of("OLD", "OLDER", "NEW", "OLD")) {
                client.send(
                        "GET /b/k HTTP/1.1\r\nHost: h\r\nAuthorization: AWS4-HMAC-SHA256 Credential=%s/20250722/r/s3, Signature=x\r\n\r\n"
                                .formatted(key));
                statuses.add(client.answer().substring(9, 12));
            }
        }

        assertThat(statuses).containsExactly("400", "200", "200", "400");
        proxy.assertAllFired();
    }

    @Test
    void aHookRunsBeforeOrAfterTheServiceDidTheNthCall() throws IOException {
        List<String> seen = new ArrayList<>();
        proxy.plan(
                        WRITES,
                        Fault.before(() ->
                                seen.add("before, done " + upstream.bodies().size())))
                .from(2);
        proxy.plan(
                        WRITES,
                        Fault.after(() ->
                                seen.add("after, done " + upstream.bodies().size())))
                .from(2);
        try (Client client = new Client()) {
            for (int i = 0; i < 4; i++) {
                client.write("orders", 1);
                assertThat(client.answer()).endsWith(ANSWER);
            }
        }

        assertThat(seen).containsExactly("before, done 1", "after, done 3");
        proxy.assertAllFired();
    }

    @Test
    void aHookInsteadOfACallKeepsItFromTheServiceAndOneInTheAnswerCutsThatInHalf() throws IOException {
        List<String> seen = new ArrayList<>();
        proxy.plan(WRITES, Fault.insteadOf(() -> seen.add("instead")));
        proxy.plan(WRITES, Fault.inAnswer(() -> seen.add("in the answer")));
        try (Client client = new Client()) {
            client.write("orders", 1);
            client.rest();
            assertThat(client.received).isEmpty();
        }
        assertThat(upstream.bodies()).isEmpty();
        try (Client client = new Client()) {
            client.write("orders", 1);
            client.rest();
            assertThat(client.received).endsWith(ANSWER.substring(0, ANSWER.length() / 2));
        }

        assertThat(upstream.bodies()).hasSize(1);
        assertThat(seen).containsExactly("instead", "in the answer");
        proxy.assertAllFired();
    }

    @Test
    void aFaultIsMeantForCallsThatHoldATextWhileSomethingHolds() throws IOException {
        List<String> asked = new ArrayList<>();
        Calls ofTwo = WRITES.holding("\"S\":\"1\"").when("asked twice", () -> {
            asked.add("asked");
            return asked.size() == 2;
        });
        proxy.plan(ofTwo, Fault.answering(AwsError.validation("no")));
        List<Boolean> refused = new ArrayList<>();
        try (Client client = new Client()) {
            for (int count : List.of(1, 2, 1, 2, 2)) {
                client.write("orders", count);
                refused.add(client.answer().contains("ValidationException"));
            }
        }

        assertThat(refused).containsExactly(false, false, false, true, false);
        proxy.assertAllFired();
    }

    @Test
    void itCanBeToldWhenTheLastClientIsGone() throws Exception {
        List<Integer> done = new ArrayList<>();
        proxy.plan(WRITES, Fault.before(() -> done.add(1)));
        try (Client client = new Client()) {
            client.write("orders", 1);
            assertThat(client.answer()).endsWith(ANSWER);
        }

        proxy.awaitNoClients();

        assertThat(done).hasSize(1);
    }

    @Test
    void aHookThatFailsFailsTheTest() throws IOException {
        proxy.plan(WRITES, Fault.before(() -> {
            throw new IllegalStateException("boom");
        }));
        try (Client client = new Client()) {
            client.write("orders", 1);
            client.rest();
        }

        assertThatThrownBy(proxy::assertAllFired).hasMessageContaining("boom");
    }

    @Test
    void anUpstreamThatIsGoneFailsTheTest() throws IOException {
        upstream.close();
        try (Client client = new Client()) {
            client.write("orders", 1);
            client.rest();
        }

        assertThatThrownBy(proxy::assertAllFired).hasMessageContaining("did not answer BatchWriteItem");
    }

    @Test
    void aFaultThatNobodyMetFailsTheTest() throws IOException {
        proxy.plan(WRITES.about("orders"), Fault.answering(AwsError.validation("no")))
                .times(2);
        proxy.plan(Calls.to("GET").with("Range"), Fault.noAnswer()).asLongAs(() -> true);
        try (Client client = new Client()) {
            client.write("orders", 1);
            assertThat(client.answer()).contains("ValidationException");
        }

        assertThatThrownBy(proxy::assertAllFired)
                .hasMessage("planned faults that did not fire: ["
                        + "BatchWriteItem about orders: answering ValidationException fired 1 of 2 times (1 such calls), "
                        + "GET with Range: no answer fired never (0 such calls)]");
    }

    private static String batch(String table, int count) {
        return "{\"RequestItems\":" + json(table, IntStream.range(0, count)) + "}";
    }

    private static String json(String table, IntStream ids) {
        return "{\"%s\":[%s]}"
                .formatted(
                        table,
                        String.join(
                                ",",
                                ids.mapToObj("{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"%d\"}}}}"::formatted)
                                        .toList()));
    }

    /** One connection, without a library's retries. */
    private final class Client implements AutoCloseable {
        private final Socket socket;
        private String received = "";

        Client() throws IOException {
            socket = new Socket(
                    InetAddress.getLoopbackAddress(), proxy.endpoint().getPort());
        }

        void write(String table, int count) throws IOException {
            call("BatchWriteItem", batch(table, count));
        }

        void call(String operation, String body) throws IOException {
            send("POST / HTTP/1.1\r\nHost: h\r\nX-Amz-Target: DynamoDB_20120810.%s\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(operation, body.length(), body));
        }

        void send(String request) throws IOException {
            socket.getOutputStream().write(request.getBytes(UTF_8));
        }

        /** The next answer, head and body. */
        String answer() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            int length = Integer.parseInt(head.toString().replaceAll("(?s).*Content-Length: (\\d+)\r.*", "$1"));
            return head + new String(in.readNBytes(length), UTF_8);
        }

        /** Everything up to the connection's end, however it ends; into {@link #received}. */
        void rest() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder text = new StringBuilder();
            try {
                for (int next = in.read(); next >= 0; next = in.read()) {
                    text.append((char) next);
                }
            } finally {
                received = text.toString();
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
