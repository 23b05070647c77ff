package io.ddbvault.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ddbvault.core.config.Settings;
import io.ddbvault.testkit.function.ParsedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the examples make, beside rights: the bucket, the functions' variables, the schedule. */
@Timeout(300)
class PlanTest {
    private static final String MODULE = "module.ddbvault.";
    /** Of the contract's section 2, and what a JVM itself reads. */
    private static final Set<String> KNOWN = Set.of(
            "BACKUP_BUCKET",
            "ENVIRONMENT",
            "DYNAMODB_TABLES",
            "S3_EXPORTS_PREFIX",
            "S3_SSE_KMS_KEY_ID",
            "S3_BUCKET_OWNER",
            "WRITE_REPORT",
            "TABLE_NAME_PATTERN",
            "JAVA_TOOL_OPTIONS");

    @Test
    void theBucketIsPrivateEncryptedVersionedAndForTlsOnly() {
        Plan plan = ExamplePlans.encrypted();

        assertThat(plan.resource(MODULE + "aws_s3_bucket_public_access_block.backups[0]")
                        .values())
                .containsEntry("block_public_acls", true)
                .containsEntry("block_public_policy", true)
                .containsEntry("ignore_public_acls", true)
                .containsEntry("restrict_public_buckets", true);
        assertThat(plan.resource(MODULE + "aws_s3_bucket_ownership_controls.backups[0]")
                        .block("rule"))
                .containsEntry("object_ownership", "BucketOwnerEnforced");
        assertThat(plan.resource(MODULE + "aws_s3_bucket_versioning.backups[0]").block("versioning_configuration"))
                .containsEntry("status", "Enabled");
        Map<String, Object> encryption = plan.resource(
                        MODULE + "aws_s3_bucket_server_side_encryption_configuration.backups[0]")
                .block("rule");
        assertThat(encryption).containsEntry("bucket_key_enabled", true);
        assertThat(ParsedJson.list(encryption, "apply_server_side_encryption_by_default"))
                .containsExactly(Map.of("sse_algorithm", "aws:kms", "kms_master_key_id", ExamplePlans.KEY));
        assertThat(ParsedJson.object(plan.resource(MODULE + "aws_s3_bucket_policy.backups[0]")
                                .text("policy"))
                        .get("Statement"))
                .isEqualTo(List.of(Map.of(
                        "Sid",
                        "TlsOnly",
                        "Effect",
                        "Deny",
                        "Principal",
                        "*",
                        "Action",
                        "s3:*",
                        "Resource",
                        List.of("arn:aws:s3:::mfa-api-production-backups", "arn:aws:s3:::mfa-api-production-backups/*"),
                        "Condition",
                        Map.of("Bool", Map.of("aws:SecureTransport", "false")))));
    }

    @Test
    void whatIsOldGoesAndNothingElse() {
        List<Map<String, Object>> rules = ExamplePlans.encrypted()
                .resource(MODULE + "aws_s3_bucket_lifecycle_configuration.backups[0]")
                .blocks("rule");

        assertThat(rules)
                .extracting(rule -> rule.get("id"), rule -> rule.get("status"))
                .containsExactly(
                        tuple("dated-backups", "Enabled"),
                        tuple("state", "Enabled"),
                        tuple("incomplete-uploads", "Enabled"),
                        tuple("old-versions", "Enabled"));
        assertThat(prefix(rules.get(0))).isEqualTo("native-exports/2");
        assertThat(only(rules.get(0), "expiration")).containsEntry("days", 90);
        assertThat(prefix(rules.get(1))).isEqualTo("native-exports/_state/");
        assertThat(only(rules.get(1), "expiration")).containsEntry("days", 30);
        assertThat(only(rules.get(2), "abort_incomplete_multipart_upload")).containsEntry("days_after_initiation", 7);
        assertThat(only(rules.get(3), "noncurrent_version_expiration")).containsEntry("noncurrent_days", 30);
        assertThat(only(rules.get(3), "expiration")).containsEntry("expired_object_delete_marker", true);
    }

    @Test
    void theBucketCannotBeDestroyedByMistake() throws IOException {
        assertThat(Files.readString(Terraform.MODULE.resolve("bucket.tf")))
                .containsPattern(
                        "resource \"aws_s3_bucket\" \"backups\" \\{[^}]+lifecycle \\{[^}]+prevent_destroy = true");
    }

    @Test
    void anExistingBucketIsLeftAsItIs() {
        assertThat(ExamplePlans.existingBucket().resources())
                .extracting(Plan.Resource::type)
                .noneMatch(type -> type.startsWith("aws_s3"));
    }

    @Test
    void theFunctionsGetVariablesThatTheyKnowAndCanRead() {
        for (Plan plan : List.of(ExamplePlans.encrypted(), ExamplePlans.existingBucket())) {
            Map<String, String> backup = plan.variables(MODULE + "aws_lambda_function.backup");
            Map<String, String> restore = plan.variables(MODULE + "aws_lambda_function.restore");

            assertThat(KNOWN).containsAll(backup.keySet()).containsAll(restore.keySet());
            assertThat(Settings.forBackup(backup).tables())
                    .containsExactly("mfa-api_production_user_global", "mfa-api_production_u2f_global");
            assertThat(Settings.forRestore(restore).environment()).isEqualTo("production");
            assertThat(restore).containsEntry("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=4");
        }
        Settings encrypted =
                Settings.forRestore(ExamplePlans.encrypted().variables(MODULE + "aws_lambda_function.restore"));
        assertThat(encrypted.kmsKeyId()).isEqualTo(ExamplePlans.KEY);
        assertThat(encrypted.bucket()).isEqualTo("mfa-api-production-backups");
        assertThat(encrypted.tables())
                .containsExactly("mfa-api_production_user_global", "mfa-api_production_u2f_global");
        Settings elsewhere =
                Settings.forRestore(ExamplePlans.existingBucket().variables(MODULE + "aws_lambda_function.restore"));
        assertThat(elsewhere.bucketOwner()).isEqualTo("210987654321");
        assertThat(elsewhere.prefix()).isEqualTo("dynamodb/production");
        assertThat(elsewhere.tables()).contains("mfa-api_production_u2f-copy_global");
    }

    @Test
    void theScheduleStartsTheStateMachineWithTheTimeThatTheRunWasDueAt() {
        Plan.Resource schedule = ExamplePlans.encrypted().resource(MODULE + "aws_scheduler_schedule.backup");
        Map<String, Object> target = schedule.block("target");

        assertThat(schedule.values())
                .containsEntry("schedule_expression", "cron(0 2 * * ? *)")
                .containsEntry("schedule_expression_timezone", "UTC")
                .containsEntry("state", "ENABLED");
        assertThat(target)
                .containsEntry(
                        "arn", "arn:aws:states:eu-west-1:111122223333:stateMachine:mfa-api-production-ddbvault-backup")
                // To the letter: Scheduler knows its placeholder in this form only.
                .containsEntry("input", "{\"source\":\"aws.events\",\"time\":\"<aws.scheduler.scheduled-time>\"}");
        assertThat(only(target, "dead_letter_config"))
                .containsEntry("arn", "arn:aws:sqs:eu-west-1:111122223333:mfa-api-production-ddbvault-dead-letters");
        assertThat(only(target, "retry_policy"))
                .containsEntry("maximum_retry_attempts", 30)
                .containsEntry("maximum_event_age_in_seconds", 3600);
    }

    @Test
    void theScheduleMayCallTheBareFunctionInstead() {
        Plan plan = ExamplePlans.existingBucket();

        assertThat(plan.resource(MODULE + "aws_scheduler_schedule.backup").block("target"))
                .containsEntry(
                        "arn",
                        "arn:aws:lambda:eu-west-1:111122223333:function:mfa-api-production-ddbvault-backup:live");
        assertThat(only(
                        plan.resource(MODULE + "aws_lambda_function_event_invoke_config.backup_alias[0]")
                                .block("destination_config"),
                        "on_failure"))
                .containsEntry(
                        "destination", "arn:aws:sqs:eu-west-1:111122223333:mfa-api-production-ddbvault-dead-letters");
    }

    @Test
    void anAsynchronousRestoreIsNeverRepeatedByItself() {
        assertThat(ExamplePlans.encrypted().all("aws_lambda_function_event_invoke_config"))
                .hasSize(2)
                .allMatch(config -> Integer.valueOf(0).equals(config.values().get("maximum_retry_attempts")));
    }

    private static String prefix(Map<String, Object> rule) {
        return String.valueOf(only(rule, "filter").get("prefix"));
    }

    private static Map<String, Object> only(Map<String, Object> block, String name) {
        List<Map<String, Object>> blocks = ParsedJson.list(block, name);
        assertThat(blocks).as(name).hasSize(1);
        return blocks.get(0);
    }
}
