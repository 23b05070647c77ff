package io.ddbvault.testkit.proxy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * An error in the form and words of the service.
 *
 * @param code the service's name for it
 */
public record AwsError(int status, String code, String contentType, String body) {
    private static final String EXPIRED = "The security token included in the request is expired";

    /** Any error of DynamoDB. */
    public static AwsError ofDynamoDb(int status, String code, String message) {
        return new AwsError(
                status,
                code,
                "application/x-amz-json-1.0",
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"%s\"}".formatted(code, message));
    }

    /** Any error of S3. */
    public static AwsError ofS3(int status, String code, String message) {
        return new AwsError(
                status,
                code,
                "application/xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>%s</Message><RequestId>proxy</RequestId></Error>"
                        .formatted(code, message));
    }

    /** Of a table, or an index, with provisioned capacity. */
    public static AwsError throughputExceeded() {
        return ofDynamoDb(
                400,
                "ProvisionedThroughputExceededException",
                "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.");
    }

    /** Of a table on demand, or of the control plane. */
    public static AwsError throttling() {
        return ofDynamoDb(
                400,
                "ThrottlingException",
                "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly.");
    }

    public static AwsError expiredToken() {
        return ofDynamoDb(400, "ExpiredTokenException", EXPIRED);
    }

    public static AwsError internalServerError() {
        return ofDynamoDb(500, "InternalServerError", "The request processing has failed because of an unknown error");
    }

    public static AwsError serviceUnavailable() {
        return ofDynamoDb(503, "ServiceUnavailable", "Service is temporarily unavailable");
    }

    public static AwsError validation(String message) {
        return ofDynamoDb(400, "ValidationException", message);
    }

    /** S3 answers 400; stores that are compatible with it, also 403. */
    public static AwsError s3ExpiredToken(int status) {
        return ofS3(status, "ExpiredToken", "The provided token has expired.");
    }

    public static AwsError s3InternalError() {
        return ofS3(500, "InternalError", "We encountered an internal error. Please try again.");
    }

    public static AwsError s3SlowDown() {
        return ofS3(503, "SlowDown", "Please reduce your request rate.");
    }

    Answer answer() {
        return Answer.of(status, Map.of("Content-Type", List.of(contentType)), body.getBytes(StandardCharsets.UTF_8));
    }
}
