package io.ddbvault.spark;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings that go from the driver to the tasks. Credentials are not among them: they would lie about in Spark's files
 * and on its network; each executor finds its own, as every AWS SDK does.
 *
 * @param variables by name
 */
record TaskSettings(Map<String, String> variables) implements Serializable {
    private static final List<String> NAMES = List.of(
            "BACKUP_BUCKET",
            "ENVIRONMENT",
            "DYNAMODB_TABLES",
            "S3_EXPORTS_PREFIX",
            "S3_SSE_KMS_KEY_ID",
            "S3_BUCKET_OWNER",
            "TABLE_NAME_PATTERN",
            "DDBVAULT_TRANSPORT",
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
            "AWS_ENDPOINT_URL",
            "AWS_ENDPOINT_URL_S3",
            "AWS_ENDPOINT_URL_DYNAMODB",
            "AWS_ENDPOINT_URL_STS");

    TaskSettings {
        variables = Map.copyOf(variables);
    }

    /** @param variables the driver's */
    static TaskSettings of(Map<String, String> variables) {
        Map<String, String> sent = new HashMap<>();
        for (String name : NAMES) {
            String value = variables.get(name);
            if (value != null) {
                sent.put(name, value);
            }
        }
        return new TaskSettings(sent);
    }

    /** What a task works with: the executor's own variables with the driver's settings laid over them. */
    Map<String, String> over(Map<String, String> own) {
        Map<String, String> all = new HashMap<>(own);
        // A setting that the driver does not have is not taken from an executor by chance: they must work on the same.
        NAMES.stream().filter(name -> !name.startsWith("AWS_")).forEach(all::remove);
        all.putAll(variables);
        return all;
    }
}
