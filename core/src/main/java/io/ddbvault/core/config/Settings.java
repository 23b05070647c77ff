package io.ddbvault.core.config;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The deployment's settings, from environment variables.
 *
 * @param bucket {@code BACKUP_BUCKET}
 * @param environment {@code ENVIRONMENT}
 * @param tables {@code DYNAMODB_TABLES}; for a restore the tables that may be written, null where every one may
 * @param prefix {@code S3_EXPORTS_PREFIX} without leading and trailing slashes
 * @param kmsKeyId {@code S3_SSE_KMS_KEY_ID}; null for AES256
 * @param bucketOwner {@code S3_BUCKET_OWNER}, 12 digits
 * @param namePattern {@code TABLE_NAME_PATTERN}
 * @param writeReport {@code WRITE_REPORT}: whether the backup function writes the report after a backup
 */
public record Settings(
        String bucket,
        String environment,
        @Nullable List<String> tables,
        String prefix,
        @Nullable String kmsKeyId,
        @Nullable String bucketOwner,
        TableNamePattern namePattern,
        boolean writeReport) {

    public static final String DEFAULT_PREFIX = "native-exports";
    public static final String DEFAULT_NAME_PATTERN = "mfa-api_{environment}_{type}_global";

    /** Section "Bucket naming rules" of the S3 user's guide, without its rarer prohibitions. */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    /** Section "Naming rules" of the DynamoDB developer's guide. */
    private static final Pattern TABLE = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern PREFIX_SEGMENT = Pattern.compile("[\\p{Alnum}!_.*'()=@:+ -]+");

    /**
     * The settings of the backup side, where {@code DYNAMODB_TABLES} is required.
     *
     * @throws DdbvaultException {@code INVALID_SETTINGS} with every problem, each naming its variable
     */
    public static Settings forBackup(Map<String, String> environment) {
        return parse(environment, true);
    }

    /**
     * The settings of the restore side.
     *
     * @throws DdbvaultException {@code INVALID_SETTINGS} with every problem, each naming its variable
     */
    public static Settings forRestore(Map<String, String> environment) {
        return parse(environment, false);
    }

    private static Settings parse(Map<String, String> variables, boolean tablesRequired) {
        List<String> problems = new ArrayList<>();
        Settings settings = new Settings(
                bucket(variables, problems),
                required(variables, "ENVIRONMENT", "an environment identifier, e.g. production", problems),
                tables(variables, tablesRequired, problems),
                prefix(variables, problems),
                optional(variables, "S3_SSE_KMS_KEY_ID"),
                bucketOwner(variables, problems),
                namePattern(variables, problems),
                tablesRequired && writeReport(variables, problems));
        if (!problems.isEmpty()) {
            throw new DdbvaultException(ErrorCode.INVALID_SETTINGS, String.join("\n", problems));
        }
        return settings;
    }

    private static String bucket(Map<String, String> variables, List<String> problems) {
        String bucket = required(variables, "BACKUP_BUCKET", "the name of the S3 bucket of the backups", problems);
        if (!bucket.isEmpty() && !BUCKET.matcher(bucket).matches()) {
            problems.add("BACKUP_BUCKET is not a bucket name: %s. Give the name alone, without s3:// and slashes."
                    .formatted(quote(bucket)));
        }
        return bucket;
    }

    private static String prefix(Map<String, String> variables, List<String> problems) {
        String given = optional(variables, "S3_EXPORTS_PREFIX");
        String prefix = given == null ? DEFAULT_PREFIX : given.replaceAll("^/+|/+$", "");
        for (String segment : prefix.split("/", -1)) {
            if (!PREFIX_SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
                problems.add("S3_EXPORTS_PREFIX is not a key prefix: %s. Give names separated by single slashes."
                        .formatted(quote(String.valueOf(given))));
                break;
            }
        }
        return prefix;
    }

    private static TableNamePattern namePattern(Map<String, String> variables, List<String> problems) {
        String pattern = variables
                .getOrDefault("TABLE_NAME_PATTERN", DEFAULT_NAME_PATTERN)
                .strip();
        if (!pattern.isEmpty() && !pattern.contains("{environment}")) {
            problems.add(
                    "TABLE_NAME_PATTERN tells no environment: %s. Put {environment} into it, or set it to nothing to switch the check off."
                            .formatted(quote(pattern)));
        }
        return new TableNamePattern(pattern);
    }

    private static boolean writeReport(Map<String, String> variables, List<String> problems) {
        String given = optional(variables, "WRITE_REPORT");
        if (given == null || given.equals("false")) {
            return false;
        }
        if (!given.equals("true")) {
            problems.add("WRITE_REPORT is neither true nor false: " + quote(given));
        }
        return true;
    }

    private static @Nullable String bucketOwner(Map<String, String> variables, List<String> problems) {
        String owner = optional(variables, "S3_BUCKET_OWNER");
        if (owner != null && !ACCOUNT.matcher(owner).matches()) {
            problems.add("S3_BUCKET_OWNER is not an account id of 12 digits: " + quote(owner));
        }
        return owner;
    }

    private static @Nullable List<String> tables(
            Map<String, String> variables, boolean required, List<String> problems) {
        String json = optional(variables, "DYNAMODB_TABLES");
        if (json == null) {
            if (required) {
                problems.add("DYNAMODB_TABLES is not set. Set it to a JSON array of table names: [\"table\"]");
            } else if (variables.containsKey("DYNAMODB_TABLES")) {
                // It says what may be written. Set to nothing by mistake, it must not come to mean everything.
                problems.add(
                        "DYNAMODB_TABLES is set to nothing. Set it to a JSON array of the tables that may be written, or unset it to allow all.");
            }
            return null;
        }
        Object parsed;
        try {
            parsed = Json.parse(json);
        } catch (IOException e) {
            parsed = null;
        }
        if (!(parsed instanceof List<?> list)) {
            problems.add("DYNAMODB_TABLES is not a JSON array of table names: " + quote(json));
            return null;
        }
        if (list.isEmpty()) {
            problems.add("DYNAMODB_TABLES is an empty array. Name at least one table: [\"table\"]");
        }
        Set<String> names = new LinkedHashSet<>();
        for (Object element : list) {
            if (!(element instanceof String name) || !isTableName(name)) {
                problems.add("DYNAMODB_TABLES is not a JSON array of table names: %s is none"
                        .formatted(quote(Json.compact(element))));
            } else if (!names.add(name)) {
                problems.add("DYNAMODB_TABLES names %s twice".formatted(name));
            }
        }
        return List.copyOf(names);
    }

    /** The same, but these tables may be written, or all if null, and names follow this pattern. */
    public Settings withTables(@Nullable List<String> writable, TableNamePattern pattern) {
        return new Settings(bucket, environment, writable, prefix, kmsKeyId, bucketOwner, pattern, writeReport);
    }

    /** Whether DynamoDB would accept this as a table's name. */
    public static boolean isTableName(String name) {
        return TABLE.matcher(name).matches();
    }

    private static String required(Map<String, String> variables, String name, String meaning, List<String> problems) {
        String value = optional(variables, name);
        if (value == null) {
            problems.add("%s is not set. Set it to %s.".formatted(name, meaning));
            return "";
        }
        return value;
    }

    /** Terraform and shells cannot unset a variable easily, so an empty one counts as none. */
    private static @Nullable String optional(Map<String, String> variables, String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static String quote(String value) {
        return value.length() <= 200 ? value : value.substring(0, 200) + "…";
    }
}
