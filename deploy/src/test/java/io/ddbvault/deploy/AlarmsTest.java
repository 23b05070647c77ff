package io.ddbvault.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.deploy.PlannedAlarms.Alarm;
import io.ddbvault.testkit.function.ParsedJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The alarms of the complete example, from its plan. */
@Timeout(300)
class AlarmsTest {
    private static final String NAME = "mfa-api-production-ddbvault-";
    private static final String MACHINE = "arn:aws:states:eu-west-1:111122223333:stateMachine:" + NAME;

    @Test
    void everythingThatCanFailHasAnAlarm() {
        Map<String, String> backup = Map.of("FunctionName", NAME + "backup");
        Map<String, String> restore = Map.of("FunctionName", NAME + "restore");
        Map<String, String> backups = Map.of("StateMachineArn", MACHINE + "backup");
        Map<String, String> restores = Map.of("StateMachineArn", MACHINE + "restore");

        assertThat(PlannedAlarms.of(ExamplePlans.encrypted()))
                .containsExactlyInAnyOrder(
                        new Alarm(NAME + "no-successful-backup", "ddbvault", "SuccessfulBackups", backup),
                        new Alarm(NAME + "table-without-export", "ddbvault", "TablesWithoutExport", backup),
                        new Alarm(NAME + "restore-failed", "ddbvault", "FailedRestores", restore),
                        new Alarm(NAME + "restore-partial", "ddbvault", "PartialRestores", restore),
                        new Alarm(NAME + "backup-function-errors", "AWS/Lambda", "Errors", backup),
                        new Alarm(NAME + "restore-function-errors", "AWS/Lambda", "Errors", restore),
                        new Alarm(NAME + "backup-function-throttles", "AWS/Lambda", "Throttles", backup),
                        new Alarm(NAME + "restore-function-throttles", "AWS/Lambda", "Throttles", restore),
                        new Alarm(NAME + "backup-machine-failed", "AWS/States", "ExecutionsFailed", backups),
                        new Alarm(NAME + "restore-machine-failed", "AWS/States", "ExecutionsFailed", restores),
                        new Alarm(NAME + "backup-machine-timed-out", "AWS/States", "ExecutionsTimedOut", backups),
                        new Alarm(NAME + "restore-machine-timed-out", "AWS/States", "ExecutionsTimedOut", restores),
                        new Alarm(
                                NAME + "dead-letters",
                                "AWS/SQS",
                                "ApproximateNumberOfMessagesVisible",
                                Map.of("QueueName", NAME + "dead-letters")));
        assertThat(PlannedAlarms.ofOurOwnMetrics(ExamplePlans.encrypted())).hasSize(4);
    }

    @Test
    void oneFailureIsEnoughAndSilenceIsNone() {
        List<Plan.Resource> failures = ExamplePlans.encrypted().all("aws_cloudwatch_metric_alarm").stream()
                .filter(alarm -> alarm.address().contains(".failures["))
                .toList();

        assertThat(failures)
                .hasSize(12)
                .allSatisfy(alarm -> assertThat(alarm.values())
                        .containsEntry("comparison_operator", "GreaterThanThreshold")
                        .containsEntry("threshold", 0)
                        .containsEntry("evaluation_periods", 1)
                        .containsEntry("period", 300)
                        .containsEntry("treat_missing_data", "notBreaching"));
    }

    @Test
    void noSuccessfulBackupForADayIsHeardAndSoIsSilence() {
        assertThat(ExamplePlans.encrypted()
                        .resource("module.ddbvault.aws_cloudwatch_metric_alarm.no_successful_backup[0]")
                        .values())
                .containsEntry("comparison_operator", "LessThanThreshold")
                .containsEntry("statistic", "Sum")
                .containsEntry("threshold", 1)
                .containsEntry("period", 3600)
                .containsEntry("evaluation_periods", 26)
                .containsEntry("datapoints_to_alarm", 26)
                .containsEntry("treat_missing_data", "breaching");
    }

    @Test
    void everyAlarmReachesSomebody() {
        String own = "arn:aws:sns:eu-west-1:111122223333:" + NAME + "alarms";

        assertThat(ExamplePlans.encrypted().all("aws_cloudwatch_metric_alarm"))
                .allMatch(
                        alarm -> Plan.texts(alarm.values().get("alarm_actions")).equals(List.of(own)));
        assertThat(ExamplePlans.encrypted().all("aws_sns_topic_subscription"))
                .extracting(subscription -> subscription.text("endpoint"))
                .containsExactly("operations@example.com");
        assertThat(ParsedJson.object(ExamplePlans.encrypted()
                                .resource("module.ddbvault.aws_sns_topic_policy.alarms[0]")
                                .text("policy"))
                        .toString())
                .contains("cloudwatch.amazonaws.com", "sns:Publish", own);
        assertThat(ExamplePlans.existingBucket().all("aws_cloudwatch_metric_alarm"))
                .allMatch(alarm -> Plan.texts(alarm.values().get("alarm_actions"))
                        .equals(List.of("arn:aws:sns:eu-west-1:111122223333:operations")));
    }

    /** What a graph shows is not always what an alarm looks at; but ours are counted under one name only. */
    @Test
    void theDashboardShowsWhatTheAlarmsLookAt() {
        String dashboard = ExamplePlans.encrypted()
                .resource("module.ddbvault.aws_cloudwatch_dashboard.this[0]")
                .text("dashboard_body");

        assertThat(PlannedAlarms.ofOurOwnMetrics(ExamplePlans.encrypted()))
                .allMatch(alarm -> dashboard.contains("[\"ddbvault\",\"%s\",\"FunctionName\",\"%s\"]"
                        .formatted(alarm.metric(), alarm.dimensions().get("FunctionName"))));
    }
}
