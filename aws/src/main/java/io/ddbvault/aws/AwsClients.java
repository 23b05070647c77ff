package io.ddbvault.aws;

import io.ddbvault.aws.wire.WireLimits;
import io.ddbvault.core.model.Version;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The SDK's clients, set up once for a process: Region, endpoints and credentials as every AWS SDK reads them, one pool
 * of connections, the SDK's standard retries, and none at all for item writes, which {@code core} repeats itself. A call
 * that finds the credentials expired is made once more, with those that the provider has then. Thread-safe. Closing it
 * closes the clients and the pool.
 */
public final class AwsClients implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AwsClients.class);

    /** 256 writers, the most that a request may ask for, and as many readers and control calls beside them. */
    private static final int MAX_CONNECTIONS = 512;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final S3Client s3;
    private final DynamoDbClient dynamoDb;
    private final DynamoDbClient batchWrites;
    private final LearnRoutes routes = new LearnRoutes();
    private final Transport transport;
    private final WireLimits wireLimits;
    private final @Nullable URI stsEndpoint;
    private final boolean emulated;

    /**
     * Makes no call: credentials are looked for when the first is made.
     *
     * @param environment the process's variables
     * @throws io.ddbvault.core.error.DdbvaultException {@code INVALID_SETTINGS} naming the variable to set
     */
    public static AwsClients create(Map<String, String> environment) {
        return create(environment, AwsOverrides.NONE);
    }

    /** As {@link #create(Map)}, with what the command line says before what the environment says. */
    public static AwsClients create(Map<String, String> environment, AwsOverrides overrides) {
        AwsEnvironment variables = new AwsEnvironment(environment, overrides);
        return new AwsClients(variables, variables.credentials(), SOCKET_TIMEOUT);
    }

    /** As {@link #create(Map)}, with credentials of another origin, and more or less patience with a silent service. */
    static AwsClients create(
            Map<String, String> environment, AwsCredentialsProvider credentials, Duration socketTimeout) {
        return new AwsClients(new AwsEnvironment(environment, AwsOverrides.NONE), credentials, socketTimeout);
    }

    private AwsClients(AwsEnvironment environment, AwsCredentialsProvider credentials, Duration socketTimeout) {
        // Everything that can be refused comes before the pool, which would have to be closed again.
        this.region = environment.region();
        this.credentials = credentials;
        this.transport = environment.transport();
        this.wireLimits = WireLimits.of(CONNECT_TIMEOUT, socketTimeout);
        URI s3Endpoint = environment.s3Endpoint();
        URI dynamoDbEndpoint = environment.dynamoDbEndpoint();
        this.stsEndpoint = environment.stsEndpoint();
        this.emulated = isEmulation(s3Endpoint) || isEmulation(dynamoDbEndpoint);
        this.http = Apache5HttpClient.builder()
                .maxConnections(MAX_CONNECTIONS)
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(socketTimeout)
                .tcpKeepAlive(true)
                .build();
        this.s3 = RepeatExpired.s3(s3(s3Endpoint));
        this.dynamoDb = dynamoDb(dynamoDbEndpoint)
                .overrideConfiguration(
                        configuration().retryStrategy(RetryMode.STANDARD).build())
                .build();
        this.batchWrites = dynamoDb(dynamoDbEndpoint)
                .overrideConfiguration(configuration()
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new RawBody())
                        .addExecutionInterceptor(routes)
                        .build())
                .build();
    }

    private S3Client s3(@Nullable URI endpoint) {
        S3ClientBuilder builder = S3Client.builder()
                .region(region)
                .credentialsProvider(credentials)
                .httpClient(http)
                // What is written carries an MD5 and what is read is checked against the export's own checksums; the
                // SDK's default checksums add nothing, and not every S3-compatible store takes them.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                // Only small objects are written: signed whole, they arrive as they are with any S3-compatible store.
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .overrideConfiguration(
                        configuration().retryStrategy(RetryMode.STANDARD).build());
        if (endpoint == null) {
            // A bucket may lie in another Region than the tables: then AWS_REGION can name only one of them.
            return builder.crossRegionAccessEnabled(true).build();
        }
        return builder.endpointOverride(endpoint)
                .forcePathStyle(!isAws(endpoint))
                .build();
    }

    private DynamoDbClientBuilder dynamoDb(@Nullable URI endpoint) {
        DynamoDbClientBuilder builder = DynamoDbClient.builder()
                .region(region)
                .credentialsProvider(credentials)
                .httpClient(http);
        return endpoint == null ? builder : builder.endpointOverride(endpoint);
    }

    private static ClientOverrideConfiguration.Builder configuration() {
        return ClientOverrideConfiguration.builder()
                .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, "ddbvault/" + Version.OF_THIS);
    }

    private static boolean isEmulation(@Nullable URI endpoint) {
        return endpoint != null && !isAws(endpoint);
    }

    /** Whether buckets have host names of their own there, as {@code bucket.s3.eu-west-1.amazonaws.com}. */
    private static boolean isAws(URI endpoint) {
        String host = endpoint.getHost().toLowerCase(Locale.ROOT);
        return host.endsWith(".amazonaws.com")
                || host.endsWith(".amazonaws.com.cn")
                || host.endsWith(".amazonaws.eu")
                || host.endsWith(".api.aws");
    }

    /**
     * Does before the first call what would else be a part of it: loading the SDK's classes, for the most part. S3's and
     * DynamoDB's side by side, so it is over sooner where there are two processors. Worth it only for a process that
     * waits for work; makes no call to AWS, and what fails in it is left to the first real call to tell.
     */
    public void warmUp() {
        Thread other = new Thread(() -> WarmUp.dynamoDb(region), "warm-up");
        other.setUncaughtExceptionHandler((thread, e) -> LOG.debug("Warm-up failed", e));
        other.start();
        try {
            WarmUp.s3(region);
        } catch (RuntimeException e) {
            LOG.debug("Warm-up failed", e);
        }
        try {
            other.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public Region region() {
        return region;
    }

    /** With the SDK's standard retries. */
    public S3Client s3() {
        return s3;
    }

    /** With the SDK's standard retries, three attempts; who must bear longer waits repeats the call. */
    public DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    /** Tries once, and takes a body of our own, see {@link RawBody}. */
    DynamoDbClient batchWrites() {
        return batchWrites;
    }

    /** Of the batches that {@link #batchWrites()} sent. */
    LearnRoutes routes() {
        return routes;
    }

    AwsCredentialsProvider credentials() {
        return credentials;
    }

    /** The pool of connections, which these clients own. */
    SdkHttpClient http() {
        return http;
    }

    /** Null for AWS's own. */
    @Nullable
    URI stsEndpoint() {
        return stsEndpoint;
    }

    /** Whether S3 or DynamoDB is not AWS's own. */
    boolean isEmulated() {
        return emulated;
    }

    /** As patient as the clients. */
    WireLimits wireLimits() {
        return wireLimits;
    }

    /** How items are to be written, by {@code DDBVAULT_TRANSPORT}. */
    public Transport transport() {
        return transport;
    }

    @Override
    public void close() {
        s3.close();
        dynamoDb.close();
        batchWrites.close();
        http.close();
        if (credentials instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
