package io.ddbvault.deploy;

import io.ddbvault.testkit.function.ParsedJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The alarms of a plan, for whoever holds them against what the functions emit. */
final class PlannedAlarms {
    private PlannedAlarms() {}

    /**
     * What an alarm looks at.
     *
     * @param dimensions name to value, as {@code FunctionName} to the function's name
     */
    record Alarm(String name, String namespace, String metric, Map<String, String> dimensions) {}

    static List<Alarm> of(Plan plan) {
        return plan.all("aws_cloudwatch_metric_alarm").stream()
                .map(alarm -> new Alarm(
                        alarm.text("alarm_name"),
                        alarm.text("namespace"),
                        alarm.text("metric_name"),
                        ParsedJson.field(alarm.values(), "dimensions").entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, one -> String.valueOf(one.getValue())))))
                .toList();
    }

    /** Those on metrics of ddbvault's own, which its functions must emit. */
    static List<Alarm> ofOurOwnMetrics(Plan plan) {
        return of(plan).stream()
                .filter(alarm -> alarm.namespace.equals("ddbvault"))
                .toList();
    }
}
