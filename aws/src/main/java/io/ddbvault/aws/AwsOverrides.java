package io.ddbvault.aws;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says about where AWS is; each goes before the environment's variable.
 *
 * @param region instead of {@code AWS_REGION}
 * @param s3Endpoint instead of {@code AWS_ENDPOINT_URL_S3}
 * @param dynamoDbEndpoint instead of {@code AWS_ENDPOINT_URL_DYNAMODB}
 */
public record AwsOverrides(
        @Nullable String region,
        @Nullable URI s3Endpoint,
        @Nullable URI dynamoDbEndpoint) {
    public static final AwsOverrides NONE = new AwsOverrides(null, null, null);
}
