package io.ddbvault.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.spark.SparkCluster.Application;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures what {@code docs/performance.md} says of Spark: {@code mvn verify -pl spark -am -Dspark.scaling=true
 * -Dit.test=ScalingIT}. No bound is asserted: the figures are of a machine that others use too.
 */
@EnabledIfSystemProperty(
        named = "spark.scaling",
        matches = "true",
        disabledReason = "measures, for docs/performance.md")
class ScalingIT {
    private static final int ITEMS = 400_000;
    private static final long LATENCY_MILLIS = 20;
    private static final Pattern SECONDS = Pattern.compile("\"duration_seconds\":([0-9.]+)");

    @Test
    void itemsASecondOfOneTwoAndFourExecutors() {
        try (TestAws aws = new TestAws();
                NullSink sink = new NullSink(LATENCY_MILLIS)) {
            MillionItems million = MillionItems.of(aws, sink, ITEMS);
            for (int round = 0; round < 2; round++) {
                single(million);
                for (int executors : List.of(1, 2, 4)) {
                    try (SparkCluster cluster = SparkCluster.start(SparkRelease.SPARK_4, executors, 1, aws.machine())) {
                        Application job = cluster.submit(
                                Clusters.JAR,
                                "io.ddbvault.spark.RestoreJob",
                                million.driver(),
                                Map.of("spark.executor.cores", "1"),
                                List.of("--tasks", String.valueOf(executors), "--workers", "8"));
                        assertThat(job.exitCode()).as(job.err()).isZero();
                        tell(executors + " executors", executors, job.out());
                    }
                }
            }
        }
    }

    private static void single(MillionItems million) {
        Path folder = Path.of("target/sink").toAbsolutePath();
        LoggedProcess process = LoggedProcess.start(
                "single",
                folder,
                million.driver(),
                List.of(
                        "-Xmx512m",
                        "-jar",
                        Path.of("../cli/target/ddbvault.jar")
                                .toAbsolutePath()
                                .normalize()
                                .toString(),
                        "restore",
                        "--workers",
                        "8",
                        "--json",
                        "--quiet"));
        assertThat(process.exitCode(Duration.ofMinutes(5))).as(process.err()).isZero();
        tell("one process", 1, process.out());
    }

    private static void tell(String what, int parts, String answer) {
        Matcher seconds = SECONDS.matcher(answer);
        assertThat(seconds.find()).as(answer).isTrue();
        double duration = Double.parseDouble(seconds.group(1));
        System.out.printf(
                "SCALING %s: %.1f s, %.0f items/s, %.0f items/s each%n",
                what, duration, ITEMS / duration, ITEMS / duration / parts);
    }
}
