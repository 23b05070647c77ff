package io.ddbvault.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.testkit.function.ParsedJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the five roles may do, from plans of the examples: nothing beyond these lists. */
@Timeout(300)
class LeastPrivilegeTest {
    private static final String POLICY = "module.ddbvault.aws_iam_role_policy.";
    private static final String BUCKET = "arn:aws:s3:::mfa-api-production-backups";
    private static final String TABLE = "arn:aws:dynamodb:eu-west-1:111122223333:table/";
    private static final String USER = TABLE + "mfa-api_production_user_global";
    private static final String EXPORT =
            BUCKET + "/native-exports/2025-07-22/mfa-api_production_user_global/AWSDynamoDB/01700000000000-00000000/";

    @Test
    void theBackupRoleHasTheseRightsAndNoOther() {
        assertThat(sorted(ExamplePlans.encrypted().rights(POLICY + "backup"))).isEqualTo(sorted("""
                dynamodb:ExportTableToPointInTime TABLE/mfa-api_production_user_global
                dynamodb:ExportTableToPointInTime TABLE/mfa-api_production_u2f_global
                dynamodb:DescribeTable TABLE/mfa-api_production_user_global
                dynamodb:DescribeTable TABLE/mfa-api_production_u2f_global
                dynamodb:DescribeExport TABLE/mfa-api_production_user_global/export/*
                dynamodb:DescribeExport TABLE/mfa-api_production_u2f_global/export/*
                s3:PutObject BUCKET/native-exports/????-??-??/*
                s3:PutObjectAcl BUCKET/native-exports/????-??-??/*
                s3:AbortMultipartUpload BUCKET/native-exports/????-??-??/*
                s3:GetObject BUCKET/native-exports/_state/backups/*
                s3:PutObject BUCKET/native-exports/_state/backups/*
                s3:GetObject BUCKET/native-exports/_state/verifications/*
                s3:GetObject BUCKET/native-exports/_state/drills/*/result.json
                s3:GetObject BUCKET/native-exports/_state/prunes/*
                s3:PutObject BUCKET/native-exports/_state/report.html
                s3:AbortMultipartUpload BUCKET/native-exports/_state/report.html
                s3:GetObject BUCKET/native-exports/????-??-??/manifest.json
                s3:GetObject BUCKET/native-exports/????-??-??/*/AWSDynamoDB/*/manifest-summary.json
                s3:GetObject BUCKET/native-exports/????-??-??/*/AWSDynamoDB/*/manifest-summary.md5
                s3:GetObject BUCKET/native-exports/????-??-??/*/AWSDynamoDB/*/manifest-summary.checksum
                s3:ListBucket BUCKET if StringLikeIfExists s3:prefix [native-exports/*]
                logs:CreateLogStream LOGS/aws/lambda/mfa-api-production-ddbvault-backup:*
                logs:PutLogEvents LOGS/aws/lambda/mfa-api-production-ddbvault-backup:*
                kms:GenerateDataKey KEY if StringEquals kms:ViaService [s3.eu-west-1.amazonaws.com, dynamodb.eu-west-1.amazonaws.com]
                kms:Decrypt KEY if StringEquals kms:ViaService [s3.eu-west-1.amazonaws.com, dynamodb.eu-west-1.amazonaws.com]
                """));
    }

    @Test
    void theRestoreRoleHasTheseRightsAndNoOther() {
        assertThat(sorted(ExamplePlans.encrypted().rights(POLICY + "restore"))).isEqualTo(sorted("""
                dynamodb:DescribeTable TABLE/mfa-api_production_user_global
                dynamodb:DescribeTable TABLE/mfa-api_production_u2f_global
                dynamodb:DescribeTimeToLive TABLE/mfa-api_production_user_global
                dynamodb:DescribeTimeToLive TABLE/mfa-api_production_u2f_global
                dynamodb:BatchWriteItem TABLE/mfa-api_production_user_global
                dynamodb:BatchWriteItem TABLE/mfa-api_production_u2f_global
                dynamodb:Scan TABLE/mfa-api_production_user_global
                dynamodb:Scan TABLE/mfa-api_production_u2f_global
                s3:GetObject BUCKET/native-exports/*
                s3:PutObject BUCKET/native-exports/_state/restores/*
                s3:PutObject BUCKET/native-exports/_state/locks/*
                s3:AbortMultipartUpload BUCKET/native-exports/_state/restores/*
                s3:AbortMultipartUpload BUCKET/native-exports/_state/locks/*
                s3:ListBucket BUCKET if StringLikeIfExists s3:prefix [native-exports/*]
                logs:CreateLogStream LOGS/aws/lambda/mfa-api-production-ddbvault-restore:*
                logs:PutLogEvents LOGS/aws/lambda/mfa-api-production-ddbvault-restore:*
                kms:Decrypt KEY if StringEquals kms:ViaService [s3.eu-west-1.amazonaws.com]
                kms:GenerateDataKey KEY if StringEquals kms:ViaService [s3.eu-west-1.amazonaws.com]
                """));
    }

    @Test
    void theScheduleMayStartItsTargetAndKeepWhatItCouldNotStart() {
        assertThat(ExamplePlans.encrypted().rights(POLICY + "schedule").lines())
                .containsExactly(
                        "states:StartExecution arn:aws:states:eu-west-1:111122223333:stateMachine:mfa-api-production-ddbvault-backup",
                        "sqs:SendMessage arn:aws:sqs:eu-west-1:111122223333:mfa-api-production-ddbvault-dead-letters");
        assertThat(ExamplePlans.existingBucket().rights(POLICY + "schedule").lines())
                .containsExactly(
                        "lambda:InvokeFunction arn:aws:lambda:eu-west-1:111122223333:function:mfa-api-production-ddbvault-backup:live",
                        "sqs:SendMessage arn:aws:sqs:eu-west-1:111122223333:mfa-api-production-ddbvault-dead-letters");
    }

    @Test
    void eachStateMachineMayCallItsOwnFunctionOnly() {
        assertThat(ExamplePlans.encrypted().rights(POLICY + "backup_machine").lines())
                .containsExactly(
                        "lambda:InvokeFunction arn:aws:lambda:eu-west-1:111122223333:function:mfa-api-production-ddbvault-backup:live");
        assertThat(ExamplePlans.encrypted().rights(POLICY + "restore_machine").lines())
                .containsExactly(
                        "lambda:InvokeFunction arn:aws:lambda:eu-west-1:111122223333:function:mfa-api-production-ddbvault-restore:live");
    }

    @Test
    void theMachineOfADistributedMapHasTheRightsOfItsChildrenAndNoOther() {
        assertThat(sorted(ExamplePlans.distributed().rights(POLICY + "restore_machine")))
                .isEqualTo(sorted("""
                lambda:InvokeFunction arn:aws:lambda:eu-west-1:111122223333:function:mfa-api-production-ddbvault-restore:live
                states:StartExecution arn:aws:states:eu-west-1:111122223333:stateMachine:mfa-api-production-ddbvault-restore
                states:DescribeExecution arn:aws:states:eu-west-1:111122223333:execution:mfa-api-production-ddbvault-restore:*
                states:StopExecution arn:aws:states:eu-west-1:111122223333:execution:mfa-api-production-ddbvault-restore:*
                states:RedriveExecution arn:aws:states:eu-west-1:111122223333:execution:mfa-api-production-ddbvault-restore/Clear:*
                states:RedriveExecution arn:aws:states:eu-west-1:111122223333:execution:mfa-api-production-ddbvault-restore/Write:*
                s3:GetObject BUCKET/native-exports/????-??-??/*/AWSDynamoDB/*/manifest-files.json
                s3:PutObject BUCKET/native-exports/_state/restores/*/map-runs/*
                s3:GetObject BUCKET/native-exports/_state/restores/*/map-runs/*
                s3:ListMultipartUploadParts BUCKET/native-exports/_state/restores/*/map-runs/*
                s3:AbortMultipartUpload BUCKET/native-exports/_state/restores/*/map-runs/*
                kms:Decrypt KEY if StringEquals kms:ViaService [s3.eu-west-1.amazonaws.com]
                kms:Encrypt KEY if StringEquals kms:ViaService [s3.eu-west-1.amazonaws.com]
                kms:GenerateDataKey KEY if StringEquals kms:ViaService [s3.eu-west-1.amazonaws.com]
                """));
    }

    @Test
    void theMachineOfADistributedMapReadsNoDataAndTouchesNoBackupCheckpointOrLock() {
        Rights machine = ExamplePlans.distributed().rights(POLICY + "restore_machine");
        String restore = BUCKET + "/native-exports/_state/restores/20250722T030000Z-1a2b3c4d/";

        assertThat(machine.allow("s3:GetObject", EXPORT + "manifest-files.json"))
                .isTrue();
        assertThat(machine.allow(
                        "s3:PutObject", restore + "map-runs/mfa-api_production_user_global/0a1b/manifest.json"))
                .isTrue();
        for (String key : List.of(
                EXPORT + "data/abc.json.gz",
                EXPORT + "manifest-summary.json",
                BUCKET + "/native-exports/2025-07-22/manifest.json",
                restore + "checkpoint.json",
                BUCKET + "/native-exports/_state/locks/x.json")) {
            assertThat(machine.allow("s3:GetObject", key)).as(key).isFalse();
            assertThat(machine.allow("s3:PutObject", key)).as(key).isFalse();
        }
        assertThat(machine.allow("s3:PutObject", EXPORT + "manifest-files.json"))
                .isFalse();
    }

    /** Only the machine and its role differ, and what they return is called as before. */
    @Test
    void theEngineOfRestoresChangesNothingElse() {
        Plan distributed = ExamplePlans.distributed();

        for (Plan.Resource resource : ExamplePlans.encrypted().resources()) {
            boolean differs = List.of(
                            "module.ddbvault.aws_sfn_state_machine.restore",
                            "module.ddbvault.aws_iam_role.restore_machine",
                            "module.ddbvault.aws_iam_role_policy.restore_machine")
                    .contains(resource.address());
            Plan.Resource other = distributed.resource(resource.address());
            assertThat(other.values().equals(resource.values()))
                    .as(resource.address())
                    .isEqualTo(!differs);
            assertThat(other.values().get("name")).isEqualTo(resource.values().get("name"));
        }
        assertThat(distributed.resources())
                .hasSameSizeAs(ExamplePlans.encrypted().resources());
    }

    @Test
    void thereAreNoOtherRolesAndPolicies() {
        for (Plan plan : List.of(ExamplePlans.encrypted(), ExamplePlans.existingBucket(), ExamplePlans.distributed())) {
            assertThat(plan.resources().stream()
                            .filter(resource -> resource.type().startsWith("aws_iam_"))
                            .map(resource -> resource.address().replace("module.ddbvault.aws_iam_", "")))
                    .containsExactlyInAnyOrder(
                            "role.backup",
                            "role.restore",
                            "role.schedule",
                            "role.backup_machine",
                            "role.restore_machine",
                            "role_policy.backup",
                            "role_policy.restore",
                            "role_policy.schedule",
                            "role_policy.backup_machine",
                            "role_policy.restore_machine");
        }
    }

    @Test
    void noActionHasAWildcardAndNoResourceIsEverything() {
        for (Plan plan : List.of(ExamplePlans.encrypted(), ExamplePlans.existingBucket(), ExamplePlans.distributed())) {
            for (Plan.Resource policy : plan.all("aws_iam_role_policy")) {
                Rights rights = Rights.of(policy.text("policy"));
                assertThat(rights.actions()).allMatch(action -> action.matches("[a-z0-9]+:[A-Za-z]+"));
                assertThat(rights.statements().stream().flatMap(statement -> statement.resources().stream()))
                        .as(policy.address())
                        // A service, and below it a name that no wildcard begins.
                        .allMatch(resource -> resource.matches("arn:aws:[a-z0-9]+:[a-z0-9-]*:[0-9]*:[^*?]{5}.*"));
            }
        }
    }

    @Test
    void aBackupReadsNoDataFileAndDeletesAndChangesNothing() {
        Rights backup = ExamplePlans.encrypted().rights(POLICY + "backup");

        assertThat(backup.allow("s3:GetObject", EXPORT + "manifest-summary.json"))
                .isTrue();
        assertThat(backup.allow("s3:GetObject", EXPORT + "manifest-summary.md5"))
                .isTrue();
        assertThat(backup.allow("s3:GetObject", EXPORT + "data/abc.json.gz")).isFalse();
        assertThat(backup.allow("s3:GetObject", EXPORT + "manifest-files.json")).isFalse();
        assertThat(backup.allow("s3:GetObject", BUCKET + "/native-exports/_state/restores/x/rejects-t.jsonl"))
                .isFalse();
        assertThat(backup.allow("s3:PutObject", BUCKET + "/native-exports/_state/locks/x.json"))
                .isFalse();
        assertThat(backup.allow("s3:PutObject", BUCKET + "/other/2025-07-22/manifest.json"))
                .isFalse();
        assertThat(backup.allow("dynamodb:DescribeExport", USER + "/export/01700000000000-00000000"))
                .isTrue();
        assertThat(backup.allow("dynamodb:ExportTableToPointInTime", TABLE + "mfa-api_production_other_global"))
                .isFalse();
        assertThat(backup.actions())
                .noneMatch(action ->
                        action.matches("(?i).*(delete|get(item|records)|scan|query|batch|update|restore|bypass).*"));
    }

    @Test
    void aRestoreWritesItsStateAndItsTablesAndNothingElse() {
        Rights restore = ExamplePlans.encrypted().rights(POLICY + "restore");

        assertThat(restore.allow("s3:GetObject", EXPORT + "data/abc.json.gz")).isTrue();
        assertThat(restore.allow("s3:PutObject", BUCKET + "/native-exports/_state/restores/x/checkpoint.json"))
                .isTrue();
        for (String key : List.of("2025-07-22/manifest.json", "_state/backups/2025-07-22.json", "other.json")) {
            assertThat(restore.allow("s3:PutObject", BUCKET + "/native-exports/" + key))
                    .as(key)
                    .isFalse();
        }
        assertThat(restore.allow("s3:PutObject", EXPORT + "data/abc.json.gz")).isFalse();
        assertThat(restore.allow("s3:GetObject", BUCKET + "/other/secret.json")).isFalse();
        assertThat(restore.allow("dynamodb:BatchWriteItem", USER)).isTrue();
        assertThat(restore.allow("dynamodb:BatchWriteItem", USER + "_copy")).isFalse();
        assertThat(restore.allow("dynamodb:Scan", TABLE + "mfa-api_production_other_global"))
                .isFalse();
        assertThat(restore.actions())
                .noneMatch(action -> action.matches("(?i).*(delete|updatetable|createtable|export|restoretable).*"));
    }

    @Test
    void listingIsOfThePrefixOnly() {
        for (String role : List.of("backup", "restore")) {
            Rights rights = ExamplePlans.encrypted().rights(POLICY + role);

            assertThat(rights.allow("s3:ListBucket", BUCKET, Map.of("s3:prefix", "native-exports/2025-07-22/")))
                    .isTrue();
            assertThat(rights.allow("s3:ListBucket", BUCKET, Map.of("s3:prefix", "other/")))
                    .isFalse();
            assertThat(rights.allow("s3:ListBucket", BUCKET, Map.of("s3:prefix", "")))
                    .isFalse();
        }
    }

    @Test
    void aKeyIsUsedThroughItsServiceOnly() {
        Rights restore = ExamplePlans.encrypted().rights(POLICY + "restore");

        assertThat(restore.allow(
                        "kms:Decrypt", ExamplePlans.KEY, Map.of("kms:ViaService", "s3.eu-west-1.amazonaws.com")))
                .isTrue();
        assertThat(restore.allow("kms:Decrypt", ExamplePlans.KEY)).isFalse();
        assertThat(restore.allow(
                        "kms:Decrypt", ExamplePlans.KEY, Map.of("kms:ViaService", "dynamodb.eu-west-1.amazonaws.com")))
                .isFalse();
    }

    @Test
    void anotherAccountsBucketAndOtherTablesGetTheSameRightsThere() {
        Plan plan = ExamplePlans.existingBucket();

        assertThat(plan.rights(POLICY + "backup").lines())
                .contains(
                        "s3:PutObject arn:aws:s3:::company-backups/dynamodb/production/????-??-??/*",
                        "sqs:SendMessage arn:aws:sqs:eu-west-1:111122223333:mfa-api-production-ddbvault-dead-letters")
                .noneMatch(line -> line.startsWith("kms:"));
        assertThat(plan.rights(POLICY + "restore")
                        .allow("dynamodb:BatchWriteItem", TABLE + "mfa-api_production_u2f-copy_global"))
                .isTrue();
        assertThat(plan.rights(POLICY + "backup")
                        .allow("dynamodb:ExportTableToPointInTime", TABLE + "mfa-api_production_u2f-copy_global"))
                .isFalse();
    }

    @Test
    void eachRoleIsForItsOwnServiceInThisAccount() {
        Plan plan = ExamplePlans.encrypted();

        assertThat(trust(plan, "backup")).isEqualTo("lambda.amazonaws.com");
        assertThat(trust(plan, "restore")).isEqualTo("lambda.amazonaws.com");
        assertThat(trust(plan, "schedule"))
                .isEqualTo(
                        "scheduler.amazonaws.com {StringEquals={aws:SourceAccount=111122223333, aws:SourceArn=arn:aws:scheduler:eu-west-1:111122223333:schedule-group/default}}");
        for (String machine : List.of("backup", "restore")) {
            assertThat(trust(plan, machine + "_machine"))
                    .isEqualTo(
                            "states.amazonaws.com {ArnLike={aws:SourceArn=[arn:aws:states:eu-west-1:111122223333:stateMachine:mfa-api-production-ddbvault-%s]}, StringEquals={aws:SourceAccount=111122223333}}"
                                    .formatted(machine));
        }
        assertThat(trust(ExamplePlans.distributed(), "restore_machine"))
                .startsWith("states.amazonaws.com ")
                .contains(
                        "{aws:SourceArn=[arn:aws:states:eu-west-1:111122223333:stateMachine:mfa-api-production-ddbvault-restore,"
                                + " arn:aws:states:eu-west-1:111122223333:stateMachine:mfa-api-production-ddbvault-restore/*]}",
                        "{aws:SourceAccount=111122223333}");
    }

    private static String trust(Plan plan, String role) {
        List<Map<String, Object>> statements = ParsedJson.list(
                ParsedJson.object(
                        plan.resource("module.ddbvault.aws_iam_role." + role).text("assume_role_policy")),
                "Statement");
        assertThat(statements).hasSize(1);
        Map<String, Object> statement = statements.get(0);
        assertThat(statement).containsEntry("Effect", "Allow").containsEntry("Action", "sts:AssumeRole");
        Map<String, Object> principal = ParsedJson.field(statement, "Principal");
        assertThat(principal).containsOnlyKeys("Service");
        return principal.get("Service") + (statement.containsKey("Condition") ? " " + statement.get("Condition") : "");
    }

    private static String sorted(Rights rights) {
        return rights.lines().stream()
                .map(line -> line.replace(TABLE, "TABLE/")
                        .replace(BUCKET, "BUCKET")
                        .replace(ExamplePlans.KEY, "KEY")
                        .replace("arn:aws:logs:eu-west-1:111122223333:log-group:", "LOGS"))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String sorted(String lines) {
        return Stream.of(lines.split("\n", -1))
                .filter(line -> !line.isEmpty())
                .sorted()
                .collect(Collectors.joining("\n"));
    }
}
