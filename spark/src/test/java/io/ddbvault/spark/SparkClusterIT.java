package io.ddbvault.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.spark.SparkCluster.Application;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clusters themselves. */
class SparkClusterIT {
    @ParameterizedTest
    @EnumSource
    void aClusterOfProcessesRunsAnApplication(SparkRelease release, @TempDir Path folder) throws IOException {
        Path jar = jarOf(SquaresJob.class, folder.resolve("squares.jar"));
        List<ProcessHandle> workers;
        try (SparkCluster cluster = SparkCluster.start(release.orSkip(), 2, 1, Map.of())) {
            workers = cluster.workers();
            Application application = cluster.submit(jar, SquaresJob.class.getName(), Map.of());

            assertThat(application.exitCode()).as(application.err()).isZero();
            assertThat(application.out()).isEqualTo("[1, 4, 9, 16]\n");
            assertThat(workers).hasSize(2).allMatch(ProcessHandle::isAlive);
        }
        assertThat(workers).noneMatch(ProcessHandle::isAlive);
    }

    private static Path jarOf(Class<?> job, Path jar) throws IOException {
        String entry = job.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                InputStream bytes = job.getResourceAsStream("/" + entry)) {
            zip.putNextEntry(new ZipEntry(entry));
            java.util.Objects.requireNonNull(bytes).transferTo(zip);
        }
        return jar;
    }
}
