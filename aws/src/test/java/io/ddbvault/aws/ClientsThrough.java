package io.ddbvault.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Clients like a user's, but for what no user can set. */
public final class ClientsThrough {
    public static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
    /** Waits for an answer as long as users' clients do. */
    public static final Duration PATIENT = Duration.ofSeconds(30);

    private ClientsThrough() {}

    /** As {@link #endpoints(URI, URI, AwsCredentialsProvider, Duration, Transport)}, by the usual transport. */
    public static AwsClients endpoints(
            URI s3, URI dynamoDb, AwsCredentialsProvider credentials, Duration socketTimeout) {
        return endpoints(s3, dynamoDb, credentials, socketTimeout, Transport.WIRE);
    }

    /** @param socketTimeout how long they wait for an answer, or for more of it */
    public static AwsClients endpoints(
            URI s3, URI dynamoDb, AwsCredentialsProvider credentials, Duration socketTimeout, Transport transport) {
        return AwsClients.create(
                Map.of(
                        "AWS_REGION",
                        "us-east-1",
                        "AWS_ENDPOINT_URL_S3",
                        s3.toString(),
                        "AWS_ENDPOINT_URL_DYNAMODB",
                        dynamoDb.toString(),
                        Transport.VARIABLE,
                        transport.text()),
                credentials,
                socketTimeout);
    }
}
