package io.ddbvault.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The deployment's settings as options. Each stands for an environment variable and wins over it. */
final class SettingsOptions {
    @Option(
            names = "--bucket",
            paramLabel = "NAME",
            description = "S3 bucket of the backups. Environment: BACKUP_BUCKET")
    @Nullable
    String bucket;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "Environment identifier, e.g. production. Environment: ENVIRONMENT")
    @Nullable
    String environment;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "Key prefix of the backups; native-exports if not given. Environment: S3_EXPORTS_PREFIX")
    @Nullable
    String prefix;

    @Option(
            names = "--kms-key-id",
            paramLabel = "KEY",
            description = "Encrypt with this KMS key; AES256 if not given. Environment: S3_SSE_KMS_KEY_ID")
    @Nullable
    String kmsKeyId;

    @Option(
            names = "--bucket-owner",
            paramLabel = "ACCOUNT",
            description = "Account that owns the bucket, 12 digits. Environment: S3_BUCKET_OWNER")
    @Nullable
    String bucketOwner;

    @Option(
            names = "--name-pattern",
            paramLabel = "PATTERN",
            description = "How tables are named; mfa-api_{environment}_{type}_global if not given; '' checks no names."
                    + " Environment: TABLE_NAME_PATTERN")
    @Nullable
    String namePattern;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "Profile of the AWS configuration files, before keys in the environment. Environment: AWS_PROFILE")
    @Nullable
    String profile;

    @Option(names = "--region", paramLabel = "REGION", description = "AWS Region. Environment: AWS_REGION")
    @Nullable
    String region;

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description = "Endpoint of both services, in place of AWS's own. Environment: AWS_ENDPOINT_URL")
    @Nullable
    String endpointUrl;

    @Option(
            names = "--endpoint-url-s3",
            paramLabel = "URL",
            description = "Endpoint of S3. Environment: AWS_ENDPOINT_URL_S3")
    @Nullable
    String s3EndpointUrl;

    @Option(
            names = "--endpoint-url-dynamodb",
            paramLabel = "URL",
            description = "Endpoint of DynamoDB. Environment: AWS_ENDPOINT_URL_DYNAMODB")
    @Nullable
    String dynamoDbEndpointUrl;

    /** The environment with the options laid over it. */
    Map<String, String> over(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        put(all, "BACKUP_BUCKET", bucket);
        put(all, "ENVIRONMENT", environment);
        put(all, "S3_EXPORTS_PREFIX", prefix);
        put(all, "S3_SSE_KMS_KEY_ID", kmsKeyId);
        put(all, "S3_BUCKET_OWNER", bucketOwner);
        put(all, "TABLE_NAME_PATTERN", namePattern);
        put(all, "AWS_REGION", region);
        if (profile != null) {
            // As in the AWS CLI: who names a profile means it, whatever keys the shell has.
            List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
                    .forEach(all::remove);
            put(all, "AWS_PROFILE", profile);
        }
        if (endpointUrl != null) {
            // An option for both services wins over a variable for one of them.
            all.remove("AWS_ENDPOINT_URL_S3");
            all.remove("AWS_ENDPOINT_URL_DYNAMODB");
        }
        put(all, "AWS_ENDPOINT_URL", endpointUrl);
        put(all, "AWS_ENDPOINT_URL_S3", s3EndpointUrl);
        put(all, "AWS_ENDPOINT_URL_DYNAMODB", dynamoDbEndpointUrl);
        return all;
    }

    private static void put(Map<String, String> variables, String name, @Nullable String value) {
        if (value != null) {
            variables.put(name, value);
        }
    }
}
