package io.ddbvault.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.deploy.PlannedAlarms.Alarm;
import io.ddbvault.testkit.function.EmbeddedMetrics;
import io.ddbvault.testkit.function.FunctionProcess;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An alarm on a metric that nobody emits is silent for ever, and one on silence rings for ever. So each alarm's namespace,
 * metric and dimensions are looked for in what the functions really print.
 */
@Timeout(300)
class AlarmedMetricsIT {
    private static final String MODULE = "module.ddbvault.";
    private static final String USER = "mfa-api_production_user_global";

    @Test
    void everyAlarmOnAMetricOfOursLooksAtOneThatTheFunctionsEmit() throws IOException {
        Plan plan = ExamplePlans.complete();
        List<Alarm> alarms = PlannedAlarms.ofOurOwnMetrics(plan);
        assertThat(alarms).hasSizeGreaterThanOrEqualTo(4);
        try (DeployedAws aws = DeployedAws.start(plan.variables(MODULE + "aws_lambda_function.backup"))) {
            aws.fill(USER, DeployedAws.items(0, 5));

            List<EmbeddedMetrics> emitted = Stream.of(
                            call(aws, plan, "backup", "BackupHandler", "{}"),
                            call(aws, plan, "restore", "RestoreHandler", "{}"))
                    .flatMap(log -> EmbeddedMetrics.in(log).stream())
                    .toList();

            assertThat(emitted).hasSize(2);
            assertThat(alarms)
                    .allSatisfy(alarm -> assertThat(emitted)
                            .anyMatch(line -> line.namespace().equals(alarm.namespace())
                                    && line.dimensions().equals(alarm.dimensions())
                                    && line.metrics().containsKey(alarm.metric())));
        }
    }

    private static String call(DeployedAws aws, Plan plan, String name, String handler, String event)
            throws IOException {
        Plan.Resource planned = plan.resource(MODULE + "aws_lambda_function." + name);
        try (FunctionProcess function = aws.function(
                handler,
                planned.text("function_name"),
                plan.variables(planned.address()),
                aws.embedded().s3Endpoint(),
                aws.embedded().dynamoDbEndpoint())) {
            assertThat(function.call(event).statusCode()).as(function.log()).isEqualTo(200);
            return function.log();
        }
    }
}
