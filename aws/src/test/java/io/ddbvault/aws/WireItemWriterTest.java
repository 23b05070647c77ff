package io.ddbvault.aws;

import static io.ddbvault.aws.wire.ScriptedServer.STORED;
import static io.ddbvault.aws.wire.ScriptedServer.http;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.wire.ScriptedServer;
import io.ddbvault.aws.wire.ScriptedServer.Request;
import io.ddbvault.aws.wire.Wire;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter.Answered;
import io.ddbvault.core.port.ItemWriter.Refused;
import io.ddbvault.core.port.ItemWriter.Throttled;
import io.ddbvault.core.port.ItemWriter.Unavailable;
import io.ddbvault.testkit.FakeClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** When a batch goes which way, and what comes of it. What each answer means is in {@link WireItemWriterAnswersTest}. */
class WireItemWriterTest {
    private static final WriteBatch THREE = Batches.puts(
            "users",
            "{\"id\":{\"S\":\"anna\"},\"secret\":{\"S\":\"hunter2\"}}",
            "{\"id\":{\"S\":\"bert\"}}",
            "{\"id\":{\"S\":\"carl\"}}");
    private static final Answered ALL = new Answered(List.of());
    private static final String ID =
            "{\"Table\":{\"TableName\":\"users\",\"TableArn\":\"arn:aws:dynamodb:eu-west-1:111122223333:table/users\",\"TableStatus\":\"ACTIVE\","
                    + "\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}],"
                    + "\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}]}}";

    private final ScriptedServer server = new ScriptedServer();
    private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    private AwsCredentials credentials = AwsBasicCredentials.create("AKID", "secret");
    private final AwsClients clients = AwsClients.create(
            Map.of("AWS_REGION", "eu-west-1", "AWS_ENDPOINT_URL", server.url()),
            () -> credentials,
            ClientsThrough.PATIENT);
    private final WireItemWriter writer = writer(clients);

    WireItemWriterTest() throws IOException {}

    private WireItemWriter writer(AwsClients clients) {
        return new WireItemWriter(
                clients,
                new Wire(WireItemWriter.userAgent(), clients.wireLimits(), clock, this::nanos, () ->
                        (SSLSocketFactory) SSLSocketFactory.getDefault()),
                this::nanos);
    }

    private long nanos() {
        return clock.instant().toEpochMilli() * 1_000_000;
    }

    @AfterEach
    void close() throws IOException {
        writer.close();
        clients.close();
        server.close();
        assertThat(server.failures()).isEmpty();
    }

    @Test
    void aTablesBatchesGoDirectlyOnceTheSdkHasShownTheWay() {
        server.next(http(500, "{}"));

        assertThat(writer.write(THREE)).isInstanceOf(Unavailable.class);
        assertThat(writer.write(THREE)).isEqualTo(ALL);
        assertThat(writer.write(THREE)).isEqualTo(ALL);
        assertThat(writer.write(Batches.deletes("users", "{\"id\":{\"S\":\"a\"}}")))
                .isEqualTo(ALL);

        assertThat(server.requests())
                .extracting(Request::direct)
                .as("an error shows no way")
                .containsExactly(false, false, true, true);
        assertThat(writer.write(Batches.puts("others", "{\"id\":{\"S\":\"a\"}}")))
                .isEqualTo(ALL);
        assertThat(last().direct())
                .as("another table may have another endpoint")
                .isFalse();
        assertThat(writer.fallbacks()).isZero();
        assertThat(writer.remark()).isEmpty();
    }

    @Test
    void bothWaysSendTheSame() {
        assertThat(writer.write(THREE)).isEqualTo(ALL);
        assertThat(writer.write(THREE)).isEqualTo(ALL);

        Request sdk = server.requests().get(0);
        assertThat(last().direct()).isTrue();
        assertThat(last().body()).isEqualTo(sdk.body());
        for (String name : List.of("host", "content-type", "x-amz-target", "x-amz-content-sha256", "content-length")) {
            assertThat(last().header(name)).as(name).isNotEmpty().isEqualTo(sdk.header(name));
        }
        assertThat(last().header("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKID/20260301/eu-west-1/dynamodb/aws4_request, ");
    }

    @Test
    void credentialsAreThoseOfTheMoment() {
        learn();
        credentials = AwsSessionCredentials.create("ASIA1", "secret-1", "token-1");
        assertThat(writer.write(THREE)).isEqualTo(ALL);
        assertThat(last().header("authorization")).contains("Credential=ASIA1/");
        assertThat(last().header("x-amz-security-token")).isEqualTo("token-1");

        credentials = AwsSessionCredentials.create("ASIA2", "secret-2", "token-2");
        assertThat(writer.write(THREE)).isEqualTo(ALL);
        assertThat(last().header("authorization")).contains("Credential=ASIA2/");
        assertThat(last().header("x-amz-security-token")).isEqualTo("token-2");
        assertThat(last().direct()).isTrue();
    }

    @Test
    void whenCredentialsExpireTheNextOnesAreTaken() {
        learn();
        server.next(conversation -> {
            conversation.request();
            conversation.write(error(400, "ExpiredTokenException"));
            credentials = AwsBasicCredentials.create("AKID2", "secret");
        });

        assertThat(writer.write(THREE)).isEqualTo(ALL);
        assertThat(last().direct()).isFalse();
        assertThat(writer.write(THREE)).isEqualTo(ALL);
        assertThat(last().direct()).isTrue();
        assertThat(last().header("authorization")).contains("Credential=AKID2/");
        assertThat(writer.fallbacks()).isEqualTo(1);
    }

    @Test
    void whatIsLeftUnprocessedIsFoundWithoutAskingAgain() {
        learn();
        server.next(
                conversation -> {
                    conversation.request();
                    conversation.answer(
                            "{\"ConsumedCapacity\":[{\"TableName\":\"users\",\"CapacityUnits\":1.0}],"
                                    + "\"UnprocessedItems\":{\"users\":["
                                    + "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"carl\"}}}},"
                                    + "{ \"PutRequest\" : { \"Item\" : { \"secret\":{\"S\":\"hunter2\"},\"id\":{\"S\":\"anna\"}} } }]}}");
                },
                conversation -> {
                    conversation.request();
                    conversation.answer(ID);
                });

        assertThat(writer.write(THREE)).isEqualTo(new Answered(List.of(0, 2), 1.0));

        assertThat(server.requests())
                .extracting(request -> request.header("x-amz-target"))
                .containsExactly(
                        "DynamoDB_20120810.BatchWriteItem",
                        "DynamoDB_20120810.BatchWriteItem",
                        "DynamoDB_20120810.DescribeTable");
        assertThat(writer.fallbacks()).isZero();
    }

    @Test
    void numbersThatComeBackInAnotherSpellingAreTheSame() {
        learn();
        server.next(
                http(
                        200,
                        "{\"UnprocessedItems\":{\"users\":[{\"DeleteRequest\":{\"Key\":{\"n\":{\"N\":\"100\"},\"b\":{\"B\":\"AQ==\"}}}}]}}"));
        server.next(
                http(
                        200,
                        ID.replace(
                                        "{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}",
                                        "{\"AttributeName\":\"b\",\"AttributeType\":\"B\"},{\"AttributeName\":\"n\",\"AttributeType\":\"N\"}")
                                .replace(
                                        "{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}",
                                        "{\"AttributeName\":\"n\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"b\",\"KeyType\":\"RANGE\"}")));

        assertThat(writer.write(Batches.deletes(
                        "users",
                        "{\"n\":{\"N\":\"100\"},\"b\":{\"B\":\"Ag==\"}}",
                        "{\"b\":{\"B\":\"AQ==\"},\"n\":{\"N\":\"1.00E+2\"}}")))
                .isEqualTo(new Answered(List.of(1)));
        assertThat(writer.fallbacks()).isZero();
    }

    @Test
    void deletesThatComeBackForPutsMeanThatNothingIsKnown() {
        learn();
        server.next(http(
                        200,
                        "{\"UnprocessedItems\":{\"users\":[{\"DeleteRequest\":{\"Key\":{\"id\":{\"S\":\"bert\"}}}}]}}"))
                .next(http(200, ID));

        assertThat(writer.write(THREE)).isEqualTo(new Answered(List.of(0, 1, 2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ProvisionedThroughputExceededException",
                "ThrottlingException",
                "RequestLimitExceeded",
                "TooManyRequestsException"
            })
    void throttlesAreUnderstoodDirectly(String code) {
        learn();
        server.next(error(400, code));

        assertThat(writer.write(THREE)).isEqualTo(new Throttled(code));

        assertThat(server.requests()).hasSize(2);
        assertThat(writer.fallbacks()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "500 | {} | HTTP 500",
                "503 | {\"__type\":\"a#Unusual\"} | Unusual",
                "400 | {\"__type\":\"a#hunter2 is no such code\"} | HTTP 400",
                "200 | welcome | an answer that is not JSON",
                "200 | {\"UnprocessedItems\":{} | an answer that is not JSON",
                "200 | ^^ | an answer that is not DynamoDB's",
                "200 | [] | an answer that is not DynamoDB's",
                "200 | {}{} | an answer that is not DynamoDB's",
                "200 | {\"UnprocessedItems\":[]} | an answer that is not DynamoDB's",
                "200 | {\"UnprocessedItems\":{},\"UnprocessedItems\":{}} | an answer that is not DynamoDB's",
                "200 | {\"UnprocessedItems\":{\"users\":[\"hunter2\"]}} | an answer that is not DynamoDB's",
                "200 | {\"UnprocessedItems\":{\"users\":{}}} | an answer that is not DynamoDB's",
                "302 | {\"UnprocessedItems\":{}} | an answer with status 302"
            })
    void whateverElseComesTheSdkSendsTheBatchAgainAndTheReasonIsCounted(int status, String body, String reason) {
        fallsBack(http(status, body), reason);
    }

    @Test
    void anAnswerWithMoreBehindItIsNotTrusted() {
        fallsBack(http(200, STORED) + "!", "bytes behind an answer");
    }

    @Test
    void anAnswerWithAWrongChecksumIsNotTrusted() {
        fallsBack(http(200, STORED).replaceFirst("crc32: \\d+", "crc32: 7"), "an answer with a wrong checksum");
    }

    private void fallsBack(String answer, String reason) {
        learn();
        for (int i = 0; i < 3; i++) {
            server.next(answer);

            assertThat(writer.write(THREE)).isEqualTo(ALL);
            assertThat(last().direct()).isFalse();
        }

        assertThat(writer.fallbacks()).isEqualTo(3);
        assertThat(writer.remark().orElseThrow())
                .isEqualTo(
                        "3 of 4 batches were sent by the slower way of the AWS SDK, because the faster one did not do it (%s: 3). Nothing is lost by that but time; '--transport sdk' goes the slower way at once."
                                .formatted(reason));
    }

    @Test
    void whatDynamoDbRefusesIsExplainedByTheSdk() {
        learn();
        server.otherwise(conversation -> {
            conversation.request();
            conversation.write(
                    http(
                            400,
                            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ValidationException\",\"message\":\"Item size has exceeded\"}"));
        });

        assertThat(writer.write(THREE)).isEqualTo(new Refused("ValidationException: Item size has exceeded"));
    }

    @Test
    void aFewFallbacksAmongManyBatchesAreNotWorthAWord() {
        learn();
        failDirectly(2);
        assertThat(writer.remark()).as("two are few").isEmpty();
        failDirectly(1);
        assertThat(writer.remark()).as("three of four").isPresent();
        for (int i = 0; i < 295; i++) {
            writer.write(THREE);
        }
        assertThat(writer.remark()).as("three of 299").isPresent();

        writer.write(THREE);

        assertThat(writer.fallbacks()).isEqualTo(3);
        assertThat(writer.remark()).as("three of 300").isEmpty();
    }

    @Test
    void theMostFrequentReasonsAreNamed() {
        learn();
        for (String code : List.of("B", "C", "A", "B", "D", "C", "B")) {
            server.next(error(500, code));
            writer.write(THREE);
        }

        assertThat(writer.remark().orElseThrow())
                .startsWith("7 of 8 batches were sent")
                .contains("(B: 3; C: 2; A: 1; …)");
    }

    @Test
    void after20FailuresInARowTheFastWayIsLeftAloneFor30Seconds() {
        learn();
        failDirectly(19);
        assertThat(writer.write(THREE)).isEqualTo(ALL);
        assertThat(last().direct()).isTrue();
        failDirectly(20);
        int before = server.requests().size();

        for (int i = 0; i < 5; i++) {
            assertThat(writer.write(THREE)).isEqualTo(ALL);
        }
        assertThat(server.requests().subList(before, before + 5))
                .extracting(Request::direct)
                .containsOnly(false);
        assertThat(writer.fallbacks()).as("the pause hides nothing").isEqualTo(19 + 20 + 5);

        clock.advance(Duration.ofSeconds(29));
        writer.write(THREE);
        assertThat(last().direct()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        failDirectly(1);
        writer.write(THREE);
        assertThat(last().direct()).as("it failed again").isFalse();
        clock.advance(Duration.ofSeconds(30));
        writer.write(THREE);
        assertThat(last().direct()).as("it works").isTrue();
        failDirectly(19);
        writer.write(THREE);
        assertThat(last().direct()).as("19 failures since").isTrue();
    }

    @Test
    void badItemsDoNotStopTheFastWay() {
        learn();
        for (int i = 0; i < 30; i++) {
            server.next(error(400, "ValidationException")).next(error(400, "ValidationException"));
            assertThat(writer.write(THREE)).isInstanceOf(Refused.class);
        }

        assertThat(writer.write(THREE)).isEqualTo(ALL);

        assertThat(last().direct()).isTrue();
        assertThat(writer.fallbacks()).as("the way was not at fault").isZero();
        assertThat(writer.remark()).isEmpty();
    }

    @Test
    void whereTheSdkFaresNoBetterTheWayIsNotBlamed() {
        learn();
        for (int i = 0; i < 10; i++) {
            server.next(error(500, "InternalServerError")).next(error(500, "InternalServerError"));
            assertThat(writer.write(THREE)).isEqualTo(new Unavailable("InternalServerError"));
        }

        assertThat(writer.fallbacks()).isZero();
        assertThat(writer.remark()).isEmpty();
    }

    @Test
    void noUsableNetworkIsWhatTheSdkSaysOfIt() throws IOException {
        learn();
        server.close();

        assertThat(writer.write(THREE))
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        outcome -> assertThat(outcome.reason()).contains("failed to respond"));
        assertThat(writer.remark()).isEmpty();
    }

    @Test
    void credentialsThatDoNotFitAHeaderAreLeftToTheSdk() {
        learn();
        credentials = AwsSessionCredentials.create("AKID", "secret", "to ken");

        assertThat(writer.write(THREE)).isEqualTo(ALL);

        assertThat(last().direct()).isFalse();
        assertThat(writer.fallbacks()).isEqualTo(1);
    }

    @Test
    void closedItLeavesTheClientsOpen() {
        learn();
        writer.close();

        assertThat(new SdkItemWriter(clients).write(THREE)).isEqualTo(ALL);
    }

    @ParameterizedTest
    @CsvSource({
        "http.proxyHost, true",
        "https.proxyHost, true",
        "javax.net.ssl.trustStore, false",
        "javax.net.ssl.trustStoreType, false"
    })
    void whereTheNetworkNeedsMoreTheSdkIsUsedAlone(String property, boolean proxied) {
        String value = proxied ? "127.0.0.1" : "jks";
        String port = property.replace("Host", "Port");
        String nonProxy = System.getProperty("http.nonProxyHosts");
        System.setProperty(property, value);
        if (proxied) {
            System.setProperty(port, String.valueOf(server.port()));
            System.setProperty("http.nonProxyHosts", "nobody.example");
        }
        try (AwsClients others = AwsClients.create(
                        Map.of("AWS_REGION", "eu-west-1", "AWS_ENDPOINT_URL", server.url()),
                        () -> credentials,
                        ClientsThrough.PATIENT);
                WireItemWriter other = writer(others)) {
            for (int i = 0; i < 3; i++) {
                assertThat(other.write(THREE)).isEqualTo(ALL);
            }
            assertThat(server.requests()).hasSize(3).noneMatch(Request::direct);
            assertThat(other.fallbacks()).as("it was not meant to be faster").isZero();
        } finally {
            System.clearProperty(property);
            System.clearProperty(port);
            if (nonProxy == null) {
                System.clearProperty("http.nonProxyHosts");
            } else {
                System.setProperty("http.nonProxyHosts", nonProxy);
            }
        }
    }

    @Test
    void endpointsOfAnotherKindAreLeftToTheSdk() {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create("https://dynamodb-fips.us-east-1.amazonaws.com"))
                .build();
        FindObstacle findObstacle = new FindObstacle();

        assertThat(findObstacle.find(request, new ExecutionAttributes())).isEmpty();
        assertThat(findObstacle.find(
                        request,
                        new ExecutionAttributes().putAttribute(AwsExecutionAttribute.FIPS_ENDPOINT_ENABLED, true)))
                .contains("FIPS endpoints are configured");
        assertThat(findObstacle.find(
                        request,
                        new ExecutionAttributes().putAttribute(AwsExecutionAttribute.DUALSTACK_ENDPOINT_ENABLED, true)))
                .contains("dual-stack endpoints are configured");
    }

    @Test
    void anEndpointWithAPathIsLeftToTheSdk() {
        try (AwsClients others = AwsClients.create(
                        Map.of(
                                "AWS_REGION",
                                "eu-west-1",
                                "AWS_ENDPOINT_URL",
                                URI.create(server.url()).resolve("/dynamodb").toString()),
                        () -> credentials,
                        ClientsThrough.PATIENT);
                WireItemWriter other = writer(others)) {
            IntStream.range(0, 3).forEach(i -> assertThat(other.write(THREE)).isEqualTo(ALL));
        }
        assertThat(server.requests()).hasSize(3).noneMatch(Request::direct);
    }

    @Test
    void theVariableSaysWhichWayItemsGo() throws IOException {
        Map<String, String> variables = new HashMap<>(AwsStub.environment(server.url()));
        for (Map.Entry<String, Class<?>> expected : Map.<String, Class<?>>of(
                        "", WireItemWriter.class, "wire", WireItemWriter.class, "sdk", SdkItemWriter.class)
                .entrySet()) {
            variables.put("DDBVAULT_TRANSPORT", expected.getKey());
            try (AwsClients others = AwsClients.create(variables);
                    AwsItemWriter opened = AwsItemWriter.open(others)) {
                assertThat(opened).isInstanceOf(expected.getValue());
                assertThat(opened.write(THREE)).isEqualTo(ALL);
            }
        }
    }

    private void learn() {
        assertThat(writer.write(THREE)).isEqualTo(ALL);
    }

    private void failDirectly(int times) {
        for (int i = 0; i < times; i++) {
            server.next(http(500, "{}"));
            assertThat(writer.write(THREE)).isEqualTo(ALL);
            assertThat(last().direct()).isFalse();
        }
    }

    private Request last() {
        return server.requests().get(server.requests().size() - 1);
    }

    private static String error(int status, String code) {
        return http(status, "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"no\"}".formatted(code));
    }
}
