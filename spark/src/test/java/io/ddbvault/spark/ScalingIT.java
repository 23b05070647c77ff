package io.ddbvault.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures what {@code docs/performance.md} says of Spark: {@code mvn verify -pl spark -am -DexcludedTags=
 * -Dspark.scaling=true -Dit.test=ScalingIT}. No bound is asserted: the figures are of a machine that others use too.
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
            MillionItems items = MillionItems.of(aws, sink, ITEMS);
            measure("one process", 1, process(items), sink);
            for (int executors : List.of(1, 2, 4)) {
                try (SparkCluster cluster = SparkCluster.start(SparkRelease.SPARK_4, executors, 1, aws.machine())) {
                    LoggedProcess driver = cluster.submit(
                                    Clusters.JAR,
                                    "io.ddbvault.spark.RestoreJob",
                                    items.driver(),
                                    Map.of("spark.executor.cores", "1"),
                                    List.of("--tasks", String.valueOf(executors), "--workers", "8"))
                            .driver();
                    measure(executors + " executors", executors, driver, sink);
                }
            }
        }
    }

    private static LoggedProcess process(MillionItems items) {
        return LoggedProcess.start(
                "process",
                Path.of("target/sink").toAbsolutePath(),
                items.driver(),
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
    }

    /** The whole, by the report; and from the time when a fifth is written to the time when four fifths are. */
    private static void measure(String what, int parts, LoggedProcess restore, NullSink sink) {
        sink.reset();
        long first = nanoTimeOf(ITEMS / 5, restore, sink);
        long last = nanoTimeOf(ITEMS * 4L / 5, restore, sink);
        assertThat(restore.exitCode(Duration.ofMinutes(5))).as(restore.err()).isZero();
        Matcher seconds = SECONDS.matcher(restore.out());
        assertThat(seconds.find()).as(restore.out()).isTrue();
        double whole = Double.parseDouble(seconds.group(1));
        double steady = ITEMS * 0.6 / ((last - first) / 1e9);
        System.out.printf(
                "SCALING %s: %.1f s; from a fifth to four fifths %.0f items/s, %.0f each%n",
                what, whole, steady, steady / parts);
    }

    private static long nanoTimeOf(long items, LoggedProcess restore, NullSink sink) {
        while (sink.items() < items) {
            assertThat(restore.handle().isAlive()).as(restore.err()).isTrue();
            LoggedProcess.pause();
        }
        return System.nanoTime();
    }
}
