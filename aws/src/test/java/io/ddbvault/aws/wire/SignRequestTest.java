package io.ddbvault.aws.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Signatures are those of the SDK's own signer. */
class SignRequestTest {
    private static final AwsV4HttpSigner SDK = AwsV4HttpSigner.create();
    private static final List<String> HOSTS = List.of(
            "dynamodb.eu-west-1.amazonaws.com",
            "111122223333.ddb.us-east-1.amazonaws.com",
            "dynamodb.cn-north-1.amazonaws.com.cn",
            "127.0.0.1",
            "localhost",
            "[::1]");
    private static final List<String> REGIONS = List.of("eu-west-1", "us-east-1", "cn-north-1", "ddblocal");
    private static final int REQUESTS = 100;

    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    /** One signer for a hundred requests, as on a connection: credentials and dates change between them. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aHundredRandomRequestsOfAConnectionAreSignedAsByTheSdk(int seed) {
        Random random = new Random(seed);
        WireRoute route = route(random);
        SignRequest sign = new SignRequest(route);
        Instant now = Instant.parse("2025-12-31T23:59:50Z").plusSeconds(random.nextInt(86_400) * 30L);
        WireCredentials credentials = credentials(random);
        for (int i = 0; i < REQUESTS; i++) {
            now = now.plusMillis(next(random));
            if (random.nextInt(10) == 0) {
                credentials = credentials(random);
            }
            byte[] body = new byte[random.nextInt(random.nextInt(10) == 0 ? 60_000 : 600)];
            random.nextBytes(body);

            assertThat(ours(sign, credentials, now, body))
                    .as("request %d", i)
                    .isEqualTo(sdks(route, credentials, now, body));
        }
    }

    private static long next(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(2000);
            case 2 -> random.nextInt(3_600_000);
            default -> 86_400_000L * random.nextInt(40);
        };
    }

    @Test
    void theFirstSecondOfADayIsSignedWithTheKeyOfThatDay() {
        WireRoute route = new WireRoute(true, "dynamodb.eu-west-1.amazonaws.com", 443, "eu-west-1", "dynamodb");
        SignRequest sign = new SignRequest(route);
        WireCredentials credentials = new WireCredentials("AKID", "secret", null);
        for (String time : List.of("2026-02-28T23:59:59.999Z", "2026-03-01T00:00:00Z", "2026-02-28T23:59:59Z")) {
            Instant now = Instant.parse(time);

            assertThat(ours(sign, credentials, now, new byte[0])).isEqualTo(sdks(route, credentials, now, new byte[0]));
        }
    }

    @Test
    void onlyThatPartOfTheArrayIsSignedWhichIsTheBody() {
        WireRoute route = new WireRoute(false, "127.0.0.1", 8000, "eu-west-1", "dynamodb");
        WireCredentials credentials = new WireCredentials("AKID", "secret", "token");
        Instant now = Instant.parse("2026-03-01T00:00:00Z");
        AsciiBuffer head = new AsciiBuffer();

        new SignRequest(route).appendHeaders(head, credentials, now, "xx{}yyy".getBytes(US_ASCII), 2, 2);

        assertThat(headers(head)).isEqualTo(sdks(route, credentials, now, "{}".getBytes(US_ASCII)));
    }

    private static WireRoute route(Random random) {
        boolean tls = random.nextBoolean();
        int port = random.nextBoolean() ? (tls ? 443 : 80) : 1 + random.nextInt(65_535);
        return new WireRoute(tls, any(HOSTS, random), port, any(REGIONS, random), "dynamodb");
    }

    private static WireCredentials credentials(Random random) {
        return new WireCredentials(
                "AKID" + random.nextInt(1_000_000),
                secret(random),
                random.nextBoolean() ? null : token(random, 1 + random.nextInt(2000)));
    }

    /** Of any characters, as nobody promises which they are; the SDK takes away space around them. */
    private static String secret(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "s";
            case 1 -> token(random, 40) + " é😀\n" + token(random, 5);
            case 2 -> token(random, 300);
            default -> token(random, 40);
        };
    }

    private static String token(Random random, int length) {
        return random.ints(length, '!', 0x7f)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static Map<String, String> ours(SignRequest sign, WireCredentials credentials, Instant now, byte[] body) {
        AsciiBuffer head = new AsciiBuffer();
        sign.appendHeaders(head, credentials, now, body, 0, body.length);
        return headers(head);
    }

    private static Map<String, String> headers(AsciiBuffer head) {
        Map<String, String> headers = new HashMap<>();
        String lines = new String(head.toBytes(), US_ASCII);
        assertThat(lines).endsWith("\r\n");
        Arrays.stream(lines.split("\r\n", -1))
                .filter(line -> !line.isEmpty())
                .map(line -> line.split(": ", 2))
                .forEach(line -> headers.put(line[0], line[1]));
        return headers;
    }

    private static Map<String, String> sdks(WireRoute route, WireCredentials credentials, Instant now, byte[] body) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .protocol(route.tls() ? "https" : "http")
                .host(route.host())
                .port(route.port())
                .encodedPath("/")
                .putHeader("content-type", new String(SignRequest.CONTENT_TYPE, US_ASCII))
                .putHeader("x-amz-target", new String(SignRequest.TARGET, US_ASCII))
                .build();
        SdkHttpRequest signed = SDK.sign(sign -> sign.identity(identity(credentials))
                        .request(request)
                        .payload(() -> new ByteArrayInputStream(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, route.service())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, route.region())
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)))
                .request();
        Map<String, String> headers = new HashMap<>();
        for (String name : List.of("x-amz-content-sha256", "X-Amz-Date", "X-Amz-Security-Token", "Authorization")) {
            String value = signed.firstMatchingHeader(name).orElse(null);
            if (value != null) {
                headers.put(name.toLowerCase(java.util.Locale.ROOT), value);
            }
        }
        return headers;
    }

    private static AwsCredentialsIdentity identity(WireCredentials credentials) {
        @Nullable String token = credentials.token();
        return token == null
                ? AwsCredentialsIdentity.create(credentials.accessKey(), credentials.secret())
                : AwsSessionCredentialsIdentity.create(credentials.accessKey(), credentials.secret(), token);
    }
}
