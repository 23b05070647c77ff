package io.ddbvault.spark;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** One cluster of two workers for each release that a test class asks for, started by the first test that needs it. */
final class Clusters implements AutoCloseable {
    static final Path JAR = Path.of("target/ddbvault-spark.jar");

    private final Map<SparkRelease, SparkCluster> clusters = new EnumMap<>(SparkRelease.class);
    private final Map<String, String> variables;

    /** @param variables of the machines */
    Clusters(Map<String, String> variables) {
        this.variables = variables;
    }

    /** Skips the test where this JDK is none for that release. */
    SparkCluster of(SparkRelease release) {
        return clusters.computeIfAbsent(release.orSkip(), one -> SparkCluster.start(one, 2, 1, variables));
    }

    @Override
    public void close() {
        clusters.values().forEach(SparkCluster::close);
    }
}
