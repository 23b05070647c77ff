package io.ddbvault.local;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link EmbeddedAws} starts.
 *
 * @param dataDirectory where tables, objects and exports are kept over restarts; null keeps them in memory
 * @param dynamoDbPort the port of DynamoDB; 0 takes a free one
 * @param s3Port the port of S3; 0 takes a free one
 * @param exportDuration how long an export stays IN_PROGRESS
 */
public record EmbeddedAwsOptions(@Nullable Path dataDirectory, int dynamoDbPort, int s3Port, Duration exportDuration) {

    /** Nothing on disk, free ports, exports of 200 milliseconds. */
    public static EmbeddedAwsOptions inMemory() {
        return new EmbeddedAwsOptions(null, 0, 0, Duration.ofMillis(200));
    }

    /** The folder is made if it is not there. A second instance on it does not start while the first runs. */
    public EmbeddedAwsOptions withDataDirectory(Path directory) {
        return new EmbeddedAwsOptions(directory, dynamoDbPort, s3Port, exportDuration);
    }

    public EmbeddedAwsOptions withDynamoDbPort(int port) {
        return new EmbeddedAwsOptions(dataDirectory, port, s3Port, exportDuration);
    }

    public EmbeddedAwsOptions withS3Port(int port) {
        return new EmbeddedAwsOptions(dataDirectory, dynamoDbPort, port, exportDuration);
    }

    public EmbeddedAwsOptions withExportDuration(Duration duration) {
        return new EmbeddedAwsOptions(dataDirectory, dynamoDbPort, s3Port, duration);
    }
}
