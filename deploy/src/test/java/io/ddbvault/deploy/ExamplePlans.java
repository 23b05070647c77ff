package io.ddbvault.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The examples as the real provider plans them, each once for all the tests of a run. */
final class ExamplePlans {
    static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000";

    private static @Nullable Plan complete;
    private static @Nullable Plan encrypted;
    private static @Nullable Plan existingBucket;
    private static @Nullable Plan distributed;

    private ExamplePlans() {}

    static synchronized Plan complete() {
        Plan plan = complete;
        if (plan == null) {
            plan = plan("complete", "plan-complete", Map.of());
            complete = plan;
        }
        return plan;
    }

    /** The complete example with a KMS key. */
    static synchronized Plan encrypted() {
        Plan plan = encrypted;
        if (plan == null) {
            plan = plan("complete", "plan-complete-encrypted", Map.of("kms_key_arn", KEY));
            encrypted = plan;
        }
        return plan;
    }

    static synchronized Plan existingBucket() {
        Plan plan = existingBucket;
        if (plan == null) {
            plan = plan("existing-bucket", "plan-existing-bucket", Map.of());
            existingBucket = plan;
        }
        return plan;
    }

    /** The complete example with a KMS key and the other engine for restores. */
    static synchronized Plan distributed() {
        Plan plan = distributed;
        if (plan == null) {
            plan = plan(
                    "complete",
                    "plan-complete-distributed",
                    Map.of("kms_key_arn", KEY, "restore_engine", "distributed_map"));
            distributed = plan;
        }
        return plan;
    }

    private static Plan plan(String example, String copy, Map<String, String> variables) {
        try (StubAws aws = StubAws.start()) {
            String[] arguments = variables.entrySet().stream()
                    .map(variable -> "-var=%s=%s".formatted(variable.getKey(), variable.getValue()))
                    .toArray(String[]::new);
            Map<String, String> environment = new HashMap<>(aws.environment());
            environment.put("TF_VAR_lambda_jar", jar().toString());
            return Terraform.in(copy, "examples/" + example, environment).plan(arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the jar's place: a plan needs a file, and nothing of what is in it. */
    private static Path jar() {
        return Path.of("pom.xml").toAbsolutePath();
    }
}
