package io.ddbvault.aws.wire;

import static io.ddbvault.aws.wire.ScriptedServer.STORED;
import static io.ddbvault.aws.wire.ScriptedServer.http;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.program.SkipAloud;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections and answers, byte by byte, from a server that does what a test says. */
class WireTest {
    private static final WireCredentials CREDENTIALS = new WireCredentials("AKID", "secret", null);
    private static final byte[] BODY = "{\"RequestItems\":{}}".getBytes(UTF_8);
    private static final WireLimits LIMITS = new WireLimits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(4),
            Duration.ofMinutes(5),
            Duration.ofMillis(1));

    private final ScriptedServer server = new ScriptedServer();
    private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    private final Wire wire = wire(() -> clock.instant().toEpochMilli() * 1_000_000);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    WireTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        wire.close();
        server.close();
        assertThat(server.failures()).isEmpty();
    }

    @Test
    void aRequestIsWhatDynamoDbWantsAndItsBodyArrivesAsItIs() throws IOException {
        byte[] body = "xx{\"a\":\"é\"}yyy".getBytes(UTF_8);

        HttpAnswer answer =
                wire.post(route(), new WireCredentials("AKID", "secret", "the-token"), body, 2, body.length - 5);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(STORED.getBytes(UTF_8));
        ScriptedServer.Request request = server.requests().get(0);
        assertThat(request.text()).isEqualTo("{\"a\":\"é\"}");
        assertThat(request.headers())
                .containsEntry("host", "127.0.0.1:" + server.port())
                .containsEntry("content-type", "application/x-amz-json-1.0")
                .containsEntry("x-amz-target", "DynamoDB_20120810.BatchWriteItem")
                .containsEntry("x-amz-date", "20260301T120000Z")
                .containsEntry("x-amz-security-token", "the-token")
                .containsEntry("user-agent", "test");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 20_000, 32_768, 33_000, 300_000, 5_000_000})
    void bodiesOfAnySizeArriveWhole(int size) throws IOException {
        byte[] body = "y".repeat(size).getBytes(UTF_8);

        post(body);
        post(body);

        assertThat(server.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.body()).isEqualTo(body));
    }

    @Test
    void aThousandRequestsOfOneThreadTakeOneConnection() throws IOException {
        for (int i = 0; i < 1000; i++) {
            post();
        }

        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.requests()).hasSize(1000);
    }

    @Test
    void thereAreNoMoreConnectionsThanThreadsThatSend() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier together = new CyclicBarrier(threads);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(pool.submit(() -> {
                together.await();
                for (int each = 0; each < 100; each++) {
                    post();
                }
                return null;
            }));
        }
        for (Future<?> each : all) {
            each.get(60, TimeUnit.SECONDS);
        }
        pool.shutdown();

        assertThat(server.connections()).isBetween(1, threads);
        assertThat(server.requests()).hasSize(threads * 100);
    }

    @Test
    void anAnswerMayComeByteByByteAndInChunks() throws IOException {
        server.next(
                conversation -> {
                    conversation.request();
                    conversation.writeByteByByte(http(200, STORED));
                },
                conversation -> {
                    conversation.request();
                    conversation.writeByteByByte(
                            chunked("5\r\n{\"Unp\r\nA\r\nrocessedIt\r\n8\r\nems\":{}}\r\n0\r\n\r\n"));
                });
        server.next(chunked("00017\r\n" + STORED + "\r\n0\r\n\r\n"));
        server.next(chunked("0\r\n\r\n"));

        assertThat(post()).isEqualTo(STORED);
        assertThat(post()).isEqualTo(STORED);
        assertThat(post()).isEqualTo(STORED);
        assertThat(post()).isEmpty();
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aLongAnswerIsReadWhole() throws IOException {
        String large = "z".repeat(5_000_000);
        server.next(http(200, large));
        server.next(chunked("%x\r\n%s\r\n0\r\n\r\n".formatted(large.length(), large)));

        assertThat(post()).isEqualTo(large);
        assertThat(post()).isEqualTo(large);
        assertThat(post()).isEqualTo(STORED);
        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 413, 429, 500, 503, 599})
    void answersOfAllTheseKindsAreHandedOn(int status) throws IOException {
        server.next(http(status, "{}"));

        assertThat(wire.post(route(), CREDENTIALS, BODY, 0, BODY.length).status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: http://hotel/\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 600 -\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 20 -\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 2000\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/2 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                "SSH-2.0-OpenSSH_9.6\r\n\r\n",
                "\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 0x2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 33554433\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\n Content-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n folded\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\n: no name\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nX: a\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nX: a\rContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX: trailer\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFF\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n000000000002\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nx-amz-crc32: 1\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nx-amz-crc32: 2745614147\r\nX-Amz-Crc32: 2745614147\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nx-amz-crc32: zero\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{} ",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\nx"
            })
    void whatIsNotExactlyOneAnswerIsNotUnderstoodAndItsConnectionNotUsedAgain(String answer) throws IOException {
        server.next(answer);

        NotUnderstood failure = catchThrowableOfType(NotUnderstood.class, this::post);

        assertThat(failure.getMessage()).matches("(an answer|a chunk|bytes) [\\w /.0-9]+");
        assertThat(post()).isEqualTo(STORED);
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200\r\ncontent-length:2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nServer: Server\r\nCONTENT-LENGTH: \t 2 \r\nConnection: keep-alive\r\nX-Bin: \u00e9\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Amz-CRC32: 2745614147\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nx-amz-crc32: 2745614147\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
            })
    void unusualAnswersOfHttpAreUnderstood(String answer) throws IOException {
        server.next(answer);

        assertThat(post()).isEqualTo("{}");
        assertThat(post()).isEqualTo(STORED);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aHeadOfMoreThan16KilobytesIsNotReadToItsEnd() {
        server.next("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(20_000) + "Content-Length: 2\r\n\r\n{}");

        assertThat(catchThrowableOfType(NotUnderstood.class, this::post)).hasMessage("an answer with too long a head");
    }

    @Test
    void aConnectionThatThePeerWillCloseIsNotUsedAgain() throws IOException {
        server.next("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2\r\n\r\n{}");

        assertThat(post()).isEqualTo("{}");
        assertThat(post()).isEqualTo(STORED);

        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void aKeptConnectionThatThePeerClosedCostsNoFailure() throws IOException {
        server.next(
                conversation -> {
                    conversation.request();
                    conversation.answer(STORED);
                },
                ScriptedServer.Conversation::hangUp);

        post();
        assertThat(post()).isEqualTo(STORED);

        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void aNewConnectionThatThePeerClosesIsAFailureAtOnce() {
        server.next(ScriptedServer.Conversation::hangUp, ScriptedServer.Conversation::reset);

        assertThat(catchThrowableOfType(IOException.class, this::post)).isNotNull();
        assertThat(catchThrowableOfType(IOException.class, this::post)).isNotNull();

        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void aConnectionThatIsClosedInTheAnswerIsAFailureAlsoIfItWasKept() throws IOException {
        String answer = http(200, STORED);
        for (int length : new int[] {1, 10, answer.length() - 1}) {
            post();
            server.next(conversation -> {
                conversation.request();
                conversation.write(answer.substring(0, length));
                conversation.hangUp();
            });

            assertThat(catchThrowableOfType(IOException.class, this::post))
                    .as("after %d bytes", length)
                    .hasMessage("the connection was closed in the answer");
        }
        server.next(conversation -> {
            conversation.request();
            conversation.write(chunked("5\r\nabc"));
            conversation.hangUp();
        });
        assertThat(catchThrowableOfType(IOException.class, this::post))
                .hasMessage("the connection was closed in the answer");
    }

    @Test
    void whatComesUnaskedIsNotTakenForTheNextAnswer() throws Exception {
        CountDownLatch lied = new CountDownLatch(1);
        server.next(conversation -> {
            conversation.request();
            conversation.answer(STORED);
            conversation.write(http(200, "{\"lie\":1}"));
            lied.countDown();
        });
        try {
            assertThat(post()).isEqualTo(STORED);
        } catch (NotUnderstood e) {
            assertThat(e).as("where both came together").hasMessage("bytes behind an answer");
        }
        lied.await();

        assertThat(post()).isEqualTo(STORED);

        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void aConnectionIsReplacedWhenItWasNotUsedForSeconds() throws IOException {
        post();
        clock.advance(Duration.ofSeconds(3));
        post();
        assertThat(server.connections()).isEqualTo(1);

        clock.advance(Duration.ofSeconds(4));
        post();

        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void aConnectionIsReplacedAfterFiveMinutesOrSoHoweverBusyItIs() throws IOException {
        for (int second = 0; second < 239; second++) {
            post();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(server.connections()).as("in the first 4 minutes").isEqualTo(1);

        for (int second = 239; second < 361; second++) {
            post();
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(server.connections()).as("after 6 minutes").isEqualTo(2);
    }

    @Test
    void anAnswerThatDoesNotComeEndsAfterItsTime() throws IOException {
        server.next(conversation -> {
            conversation.request();
            conversation.holdUntilTheEnd();
        });

        assertTimesOut(BODY);
    }

    @Test
    void anAnswerThatDripsForEverEndsAfterItsTime() throws IOException {
        server.next(conversation -> {
            conversation.request();
            conversation.write("HTTP/1.1 200 OK\r\nContent-Length: 30000000\r\n\r\n");
            while (true) {
                conversation.write("x");
            }
        });

        assertTimesOut(BODY);
    }

    @Test
    void aRequestThatThePeerDoesNotTakeEndsAfterItsTime() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        server.next(conversation -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertTimesOut(new byte[16 << 20]);
        over.countDown();
    }

    /** On a clock that goes on by a tenth of a second whenever somebody looks at it. */
    private void assertTimesOut(byte[] body) throws IOException {
        AtomicLong time = new AtomicLong();
        try (Wire impatient = wire(() -> time.addAndGet(100_000_000))) {
            assertThat(catchThrowableOfType(
                            IOException.class, () -> impatient.post(route(), CREDENTIALS, body, 0, body.length)))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(server.connections()).as("and is not tried again").isEqualTo(1);
        }
    }

    @Test
    void nobodyListeningIsAFailure() throws IOException {
        server.close();

        assertThat(catchThrowableOfType(IOException.class, this::post)).isInstanceOf(ConnectException.class);
    }

    @Test
    void closedInAnExchangeItEndsThat() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.next(conversation -> {
            conversation.request();
            asked.countDown();
            conversation.holdUntilTheEnd();
        });
        ExecutorService other = Executors.newSingleThreadExecutor();
        Future<IOException> failure = other.submit(() -> catchThrowableOfType(IOException.class, this::post));
        asked.await();

        wire.close();

        assertThat(failure.get(60, TimeUnit.SECONDS)).isNotNull();
        assertThat(catchThrowableOfType(IOException.class, this::post)).isNotNull();
        other.shutdown();
    }

    @Test
    void ofTheAddressesOfAHostTheOneThatAnswersIsFound() throws IOException {
        // Of localhost's, the server listens on one; which comes first is the machine's own business.
        WireRoute byName = new WireRoute(false, "localhost", server.port(), "eu-west-1", "dynamodb");

        assertThat(wire.post(byName, CREDENTIALS, BODY, 0, BODY.length).status())
                .isEqualTo(200);
        assertThat(server.requests().get(0).header("host")).isEqualTo("localhost:" + server.port());
    }

    @Test
    void anIpv6AddressIsReached() throws IOException {
        try (ScriptedServer six = new ScriptedServer(listenOnIpv6())) {
            WireRoute route = new WireRoute(false, "[::1]", six.port(), "eu-west-1", "dynamodb");

            assertThat(wire.post(route, CREDENTIALS, BODY, 0, BODY.length).status())
                    .isEqualTo(200);
            assertThat(six.requests().get(0).header("host")).isEqualTo("[::1]:" + six.port());
        }
    }

    private static ServerSocket listenOnIpv6() {
        try {
            return new ServerSocket(0, 0, InetAddress.getAllByName("::1")[0]);
        } catch (IOException e) {
            return SkipAloud.because("this machine has no IPv6, so that writing over it is not tested");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aHostWithTheRightCertificateIsTalkedToByTls(String version) throws Exception {
        SSLContext context = Certificates.selfSigned(folder, "dns:localhost,ip:127.0.0.1");
        try (ScriptedServer tls = tls(context, version);
                Wire trusting = wire(System::nanoTime, context.getSocketFactory())) {
            for (String host : List.of("localhost", "127.0.0.1")) {
                WireRoute route = new WireRoute(true, host, tls.port(), "eu-west-1", "dynamodb");
                byte[] large = "y".repeat(200_000).getBytes(UTF_8);
                for (int i = 0; i < 10; i++) {
                    assertThat(trusting.post(route, CREDENTIALS, large, 0, large.length)
                                    .body())
                            .isEqualTo(STORED.getBytes(UTF_8));
                }
            }
            assertThat(tls.connections()).isEqualTo(2);
            assertThat(tls.requests())
                    .hasSize(20)
                    .allSatisfy(request -> assertThat(request.body()).hasSize(200_000));
        }
    }

    /** All of it is decrypted at once, so that nothing of it waits on the socket. */
    @Test
    void whatComesBehindALongAnswerInTheSamePieceOfTlsIsNotTakenForTheNextAnswer() throws Exception {
        SSLContext context = Certificates.selfSigned(folder, "dns:localhost,ip:127.0.0.1");
        try (ScriptedServer tls = tls(context, "TLSv1.3");
                Wire trusting = wire(System::nanoTime, context.getSocketFactory())) {
            WireRoute route = new WireRoute(true, "localhost", tls.port(), "eu-west-1", "dynamodb");
            tls.next(http(200, "z".repeat(10_000)) + http(200, "{\"lie\":1}"));

            assertThat(catchThrowableOfType(
                            NotUnderstood.class, () -> trusting.post(route, CREDENTIALS, BODY, 0, BODY.length)))
                    .hasMessage("bytes behind an answer");
            assertThat(trusting.post(route, CREDENTIALS, BODY, 0, BODY.length).body())
                    .isEqualTo(STORED.getBytes(UTF_8));
        }
    }

    @Test
    void aHostWithAnothersCertificateIsToldNothing() throws Exception {
        SSLContext context = Certificates.selfSigned(folder, "dns:other.example");
        try (ScriptedServer tls = tls(context, "TLSv1.3");
                Wire trusting = wire(System::nanoTime, context.getSocketFactory())) {
            for (String host : List.of("localhost", "127.0.0.1")) {
                WireRoute route = new WireRoute(true, host, tls.port(), "eu-west-1", "dynamodb");

                assertThat(catchThrowableOfType(
                                IOException.class, () -> trusting.post(route, CREDENTIALS, BODY, 0, BODY.length)))
                        .isInstanceOf(SSLException.class);
            }
            assertThat(tls.requests()).isEmpty();
        }
    }

    @Test
    void aHostWhoseCertificateNobodyKnowsIsToldNothing() throws Exception {
        SSLContext context = Certificates.selfSigned(folder, "dns:localhost,ip:127.0.0.1");
        try (ScriptedServer tls = tls(context, "TLSv1.3");
                Wire usual = new Wire("test", LIMITS)) {
            WireRoute route = new WireRoute(true, "localhost", tls.port(), "eu-west-1", "dynamodb");

            assertThat(catchThrowableOfType(
                            IOException.class, () -> usual.post(route, CREDENTIALS, BODY, 0, BODY.length)))
                    .isInstanceOf(SSLException.class);
            assertThat(tls.requests()).isEmpty();
        }
    }

    @Test
    void olderVersionsOfTlsAreNotSpoken() throws Exception {
        SSLContext context = Certificates.selfSigned(folder, "dns:localhost,ip:127.0.0.1");
        try (ScriptedServer tls = tls(context, "TLSv1.1");
                Wire trusting = wire(System::nanoTime, context.getSocketFactory())) {
            WireRoute route = new WireRoute(true, "localhost", tls.port(), "eu-west-1", "dynamodb");

            assertThat(catchThrowableOfType(
                            IOException.class, () -> trusting.post(route, CREDENTIALS, BODY, 0, BODY.length)))
                    .isInstanceOf(IOException.class);
            assertThat(tls.requests()).isEmpty();
        }
    }

    private static ScriptedServer tls(SSLContext context, String version) throws IOException {
        SSLServerSocket socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 0, InetAddress.getLoopbackAddress());
        socket.setEnabledProtocols(new String[] {version});
        return new ScriptedServer(socket);
    }

    private static String chunked(String chunks) {
        return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
    }

    private String post() throws IOException {
        return post(BODY);
    }

    private String post(byte[] body) throws IOException {
        return new String(wire.post(route(), CREDENTIALS, body, 0, body.length).body(), UTF_8);
    }

    private WireRoute route() {
        return new WireRoute(false, "127.0.0.1", server.port(), "eu-west-1", "dynamodb");
    }

    private Wire wire(LongSupplier nanos) {
        return wire(nanos, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    private Wire wire(LongSupplier nanos, SSLSocketFactory tls) {
        return new Wire("test", LIMITS, clock, nanos, () -> tls);
    }
}
