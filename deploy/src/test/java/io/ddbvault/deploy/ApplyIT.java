package io.ddbvault.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.testkit.function.FunctionAnswer;
import io.ddbvault.testkit.function.FunctionProcess;
import io.ddbvault.testkit.function.ParsedJson;
import io.ddbvault.testkit.program.MotoServer;
import io.ddbvault.testkit.program.ProgramOnPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The complete example, applied to moto where it is installed, and then a backup and a restore with what came of it. The
 * provider waits until what it made has settled, as it does with AWS, and takes a minute for that.
 */
@Tag("slow")
@Timeout(300)
class ApplyIT {
    private static final String MODULE = "module.ddbvault.";
    private static final String USER = "mfa-api_production_user_global";
    private static final String U2F = "mfa-api_production_u2f_global";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static MotoServer moto;

    @SuppressWarnings("NullAway.Init")
    private static StubAws aws;

    @SuppressWarnings("NullAway.Init")
    private static Terraform terraform;

    @SuppressWarnings("NullAway.Init")
    private static Plan state;

    @BeforeAll
    static void apply() throws IOException, InterruptedException {
        Path program = ProgramOnPath.orSkip("moto_server");
        moto = MotoServer.start(program, folder);
        aws = StubAws.inFrontOf(moto.endpoint());
        Map<String, String> environment = new HashMap<>(aws.environment());
        environment.put("TF_VAR_lambda_jar", FunctionProcess.JAR.toString());
        terraform = Terraform.in("apply", "examples/complete", environment);
        terraform.run("apply", "-auto-approve", "-input=false", "-no-color");
        state = Plan.of(terraform.run("show", "-no-color", "-json"));
    }

    /** The bucket is protected from being destroyed, so all of it goes with moto. */
    @AfterAll
    @SuppressWarnings("NullAway")
    static void stop() throws InterruptedException {
        if (aws != null) {
            aws.close();
        }
        if (moto != null) {
            moto.close();
        }
    }

    @Test
    void appliedAgainItChangesNothing() {
        assertThat(terraform.tried("plan", "-detailed-exitcode", "-input=false", "-no-color"))
                .extracting(Terraform.Result::exitCode)
                .isEqualTo(0);
    }

    /** Policies and settings are made of names. What has got these names must have these ARNs. */
    @Test
    void everyArnThatWasBuiltIsTheArnOfWhatWasMade() {
        String backup = alias("backup");
        String restore = alias("restore");
        String machine = state.resource(MODULE + "aws_sfn_state_machine.backup").text("arn");
        String queue = state.resource(MODULE + "aws_sqs_queue.dead_letters").text("arn");

        assertThat(state.rights(MODULE + "aws_iam_role_policy.backup_machine").lines())
                .containsExactly("lambda:InvokeFunction " + backup);
        assertThat(state.rights(MODULE + "aws_iam_role_policy.restore_machine").lines())
                .containsExactly("lambda:InvokeFunction " + restore);
        assertThat(state.rights(MODULE + "aws_iam_role_policy.schedule").lines())
                .containsExactly("states:StartExecution " + machine, "sqs:SendMessage " + queue);
        assertThat(state.resource(MODULE + "aws_sfn_state_machine.backup").text("definition"))
                .contains('"' + backup + '"');
        assertThat(state.resource(MODULE + "aws_sfn_state_machine.restore").text("definition"))
                .contains('"' + restore + '"');
        assertThat(state.resource(MODULE + "aws_scheduler_schedule.backup").block("target"))
                .containsEntry("arn", machine)
                .containsEntry(
                        "role_arn",
                        state.resource(MODULE + "aws_iam_role.schedule").text("arn"));
        String topic = state.resource(MODULE + "aws_sns_topic.alarms[0]").text("arn");
        assertThat(state.all("aws_cloudwatch_metric_alarm"))
                .allMatch(
                        alarm -> Plan.texts(alarm.values().get("alarm_actions")).equals(List.of(topic)));
        for (String table : List.of(USER, U2F)) {
            String arn = state.resource("aws_dynamodb_table.this[\"%s\"]".formatted(table))
                    .text("arn");
            assertThat(state.rights(MODULE + "aws_iam_role_policy.backup").allow("dynamodb:DescribeTable", arn))
                    .isTrue();
            assertThat(state.rights(MODULE + "aws_iam_role_policy.restore").allow("dynamodb:BatchWriteItem", arn))
                    .isTrue();
        }
        for (String role : List.of("backup", "restore")) {
            String log =
                    state.resource(MODULE + "aws_cloudwatch_log_group." + role).text("arn");
            assertThat(state.rights(MODULE + "aws_iam_role_policy." + role)
                            .allow("logs:PutLogEvents", log + ":log-stream:2025/07/22/[1]0a1b"))
                    .isTrue();
        }
    }

    @Test
    void theOutputsTellWhatWasMade() {
        Map<String, Object> outputs = ParsedJson.field(
                ParsedJson.field(ParsedJson.object(terraform.run("output", "-json")), "ddbvault"), "value");

        assertThat(outputs)
                .containsEntry("backup_function_name", "mfa-api-production-ddbvault-backup")
                .containsEntry("backup_function_arn", alias("backup"))
                .containsEntry("restore_function_arn", alias("restore"))
                .containsEntry("backup_bucket_name", "mfa-api-production-backups")
                .containsEntry(
                        "restore_state_machine_arn",
                        state.resource(MODULE + "aws_sfn_state_machine.restore").text("arn"))
                .containsEntry(
                        "dead_letter_queue_url",
                        state.resource(MODULE + "aws_sqs_queue.dead_letters").text("url"))
                .containsEntry("restore_log_group_name", "/aws/lambda/mfa-api-production-ddbvault-restore");
        assertThat(outputs.values()).doesNotContainNull();
    }

    @Test
    void whatWasDeployedBacksUpAndRestores() throws IOException {
        List<Map<String, AttributeValue>> users = DeployedAws.items(0, 40);
        List<Map<String, AttributeValue>> keys = DeployedAws.items(100, 7);
        try (DeployedAws deployed = DeployedAws.start(state.variables(MODULE + "aws_lambda_function.backup"))) {
            deployed.fill(USER, users);
            deployed.fill(U2F, keys);
            try (FunctionProcess backup = function(deployed, "backup")) {
                // As Scheduler makes it of the schedule's input.
                String event = String.valueOf(state.resource(MODULE + "aws_scheduler_schedule.backup")
                                .block("target")
                                .get("input"))
                        .replace("<aws.scheduler.scheduled-time>", "2025-07-22T02:00:00Z");
                FunctionAnswer answer = backup.call(event);
                assertThat(answer.statusCode()).as(answer.body().toString()).isEqualTo(200);
                assertThat(answer.body())
                        .containsEntry("backup_date", "2025-07-22")
                        .containsEntry("successful_exports", 2)
                        .containsEntry("total_items_exported", 47)
                        .containsEntry("s3_bucket", "mfa-api-production-backups");
            }
            deployed.fill(USER, DeployedAws.items(500, 3));
            try (FunctionProcess restore = function(deployed, "restore")) {
                FunctionAnswer answer = restore.call("{\"backup_date\":\"2025-07-22\",\"clear_existing_data\":true}");
                assertThat(answer.statusCode()).as(answer.body().toString()).isEqualTo(200);
                assertThat(answer.body()).containsEntry("total_items_written", 47);
                FunctionAnswer refused = restore.call(
                        "{\"target_tables\":{\"%s\":\"mfa-api_production_other_global\"}}".formatted(USER));
                assertThat(refused.error()).contains("mfa-api_production_other_global", "DYNAMODB_TABLES");
            }
            assertThat(deployed.contents(USER)).containsExactlyInAnyOrderElementsOf(users);
            assertThat(deployed.contents(U2F)).containsExactlyInAnyOrderElementsOf(keys);
        }
    }

    private static FunctionProcess function(DeployedAws deployed, String name) {
        Plan.Resource function = state.resource(MODULE + "aws_lambda_function." + name);
        String handler = function.text("handler");
        List<String> parts = new ArrayList<>(List.of(handler.split("\\.", -1)));
        return deployed.function(
                parts.get(parts.size() - 1).replace("::handleRequest", ""),
                function.text("function_name"),
                state.variables(function.address()),
                deployed.embedded().s3Endpoint(),
                deployed.embedded().dynamoDbEndpoint());
    }

    private static String alias(String function) {
        return state.resource(MODULE + "aws_lambda_alias." + function).text("arn");
    }
}
