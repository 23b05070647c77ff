package io.ddbvault.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What the shaded jar puts onto a cluster's class path. */
class JarIT {
    private static final int JAVA_17 = 61;
    private static final long MOST_BYTES = 20L << 20;

    private static List<JarEntry> classes(JarFile jar) {
        return jar.stream().filter(entry -> entry.getName().endsWith(".class")).toList();
    }

    @Test
    void allItsClassesAreUnderNamesOfItsOwn() throws IOException {
        try (JarFile jar = new JarFile(Clusters.JAR.toFile())) {
            assertThat(classes(jar))
                    .extracting(JarEntry::getName)
                    .allMatch(name -> name.startsWith("io/ddbvault/"))
                    .contains(
                            "io/ddbvault/spark/RestoreJob.class",
                            "io/ddbvault/spark/shaded/amazon/awssdk/services/s3/S3Client.class")
                    .noneMatch(name -> name.contains("slf4j") || name.contains("log4j"));
        }
        assertThat(Clusters.JAR.toFile().length()).isLessThan(MOST_BYTES);
    }

    @Test
    void itBindsNoLogAndItsServicesAreItsOwn() throws IOException {
        try (JarFile jar = new JarFile(Clusters.JAR.toFile())) {
            assertThat(jar.stream().map(JarEntry::getName))
                    .filteredOn(name -> name.startsWith("META-INF/services/") && !name.endsWith("/"))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("META-INF/services/io.ddbvault.spark.shaded."));
        }
    }

    @Test
    void java17RunsEachOfItsClasses() throws IOException {
        try (JarFile jar = new JarFile(Clusters.JAR.toFile())) {
            for (JarEntry entry : classes(jar)) {
                try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
                    in.skipNBytes(6);
                    assertThat(in.readUnsignedShort()).as(entry.getName()).isLessThanOrEqualTo(JAVA_17);
                }
            }
        }
    }
}
