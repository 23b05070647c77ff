package io.ddbvault.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.spark.SparkCluster.Application;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A million items through a cluster that loses an executor and then a machine, into a DynamoDB that counts. */
@Tag("slow")
class MillionItemsIT {
    private static final int ITEMS = 1_000_000;

    @ParameterizedTest
    @EnumSource
    void aMillionItemsCountOnceThoughAnExecutorAndThenAWorkerAreKilled(SparkRelease release) {
        release.orSkip();
        try (TestAws aws = new TestAws();
                NullSink sink = new NullSink(5);
                SparkCluster cluster = SparkCluster.start(release, 3, 1, aws.machine())) {
            MillionItems million = MillionItems.of(aws, sink, ITEMS);
            Application job = cluster.submit(
                    Clusters.JAR, "io.ddbvault.spark.RestoreJob", million.driver(), "--tasks", "3", "--workers", "8");
            awaitItems(sink, 100_000, job);
            SparkCluster.kill(cluster.awaitExecutors(3).get(0));
            awaitItems(sink, 300_000, job);
            SparkCluster.kill(cluster.workers().get(2));

            assertThat(job.exitCode()).as(job.err()).isZero();
            assertThat(job.out())
                    .startsWith("{\"statusCode\":200,")
                    .contains(
                            "\"total_files_processed\":24,\"expected_items\":1000000,\"items_processed\":1000000,\"items_written\":1000000,\"items_failed\":0")
                    .containsPattern("\"warnings\":\\[\"[1-9] tasks were tried again, because an executor was lost");
            // What the dead had written since their last notes came twice: of each at most what it writes in 10
            // seconds.
            assertThat(sink.items()).isBetween((long) ITEMS, ITEMS * 3L / 2);
        }
    }

    private static void awaitItems(NullSink sink, long count, Application job) {
        while (sink.items() < count) {
            assertThat(job.driver().handle().isAlive()).as(job.err()).isTrue();
            LoggedProcess.pause();
        }
    }
}
