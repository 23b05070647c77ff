package io.ddbvault.spark;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The deployment's settings as options, because not every cluster lets one set a driver's environment variables. Each
 * stands for such a variable and wins over it.
 */
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

    @Option(names = "--region", paramLabel = "REGION", description = "AWS Region. Environment: AWS_REGION")
    @Nullable
    String region;

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
        return all;
    }

    private static void put(Map<String, String> variables, String name, @Nullable String value) {
        if (value != null) {
            variables.put(name, value);
        }
    }
}
