package io.ddbvault.lambda;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A call's figures as one line of CloudWatch's Embedded Metric Format: CloudWatch Logs takes the metrics out of the log,
 * and the function needs neither a client nor a right for it.
 */
final class MetricsLine {
    static final String NAMESPACE = "ddbvault";
    /** The alarms and the dashboard of the deployment name it, so a second dimension would hide the figures from them. */
    static final String DIMENSION = "FunctionName";

    private MetricsLine() {}

    /** @param at what CloudWatch files them under */
    static LogLine of(String functionName, Instant at, List<Metric> metrics) {
        LogLine line = LogLine.info("metrics")
                .with(
                        "_aws",
                        Map.of(
                                "Timestamp",
                                (Object) at.toEpochMilli(),
                                "CloudWatchMetrics",
                                List.of(Map.of(
                                        "Namespace",
                                        (Object) NAMESPACE,
                                        "Dimensions",
                                        List.of(List.of(DIMENSION)),
                                        "Metrics",
                                        metrics.stream()
                                                .map(metric -> Map.of(
                                                        "Name",
                                                        metric.name(),
                                                        "Unit",
                                                        metric.unit().toString()))
                                                .toList()))))
                .with(DIMENSION, functionName);
        metrics.forEach(metric -> line.with(metric.name(), metric.value()));
        return line;
    }
}
