package io.ddbvault.spark;

import io.ddbvault.testkit.program.SkipAloud;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A Spark that the jobs must run on: a folder of the jars that Maven resolves for it, and nothing else. */
enum SparkRelease {
    /** What EMR 7 and Glue 5 have. */
    SPARK_3("3.5", "2.12", "clusters/spark-3"),
    SPARK_4("4.2", "2.13", "clusters/spark-4");

    private static final int LAST_JDK_OF_SPARK_3 = 17;

    private final String version;
    private final String scala;
    private final Path module;

    SparkRelease(String version, String scala, String module) {
        this.version = version;
        this.scala = scala;
        this.module = Path.of(module);
    }

    String scala() {
        return scala;
    }

    Path jars() {
        return module.resolve("target/jars").toAbsolutePath();
    }

    String classPath() {
        return jars() + File.separator + "*";
    }

    /** Skips the test where this JDK is none for it. */
    SparkRelease orSkip() {
        int jdk = Runtime.version().feature();
        if (this == SPARK_3 && jdk > LAST_JDK_OF_SPARK_3) {
            return SkipAloud.because(
                    "Spark %s does not run on JDK %d, so the jobs were not tried on it".formatted(version, jdk));
        }
        if (!Files.isDirectory(jars())) {
            throw new IllegalStateException(
                    "build %s first: mvn generate-resources -pl spark/%s".formatted(this, module));
        }
        return this;
    }

    /** What a JVM needs for Spark to reach into it, as this Spark's launcher knows it. */
    List<String> moduleOptions() {
        try (URLClassLoader launcher = new URLClassLoader(new URL[] {launcher()}, null)) {
            Object options = launcher.loadClass("org.apache.spark.launcher.JavaModuleOptions")
                    .getMethod("defaultModuleOptions")
                    .invoke(null);
            return Arrays.stream(String.valueOf(options).split(" ", -1))
                    .filter(option -> !option.isBlank())
                    .toList();
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("no launcher in " + jars(), e);
        }
    }

    private URL launcher() throws IOException {
        try (var jars = Files.newDirectoryStream(jars(), "spark-launcher_*.jar")) {
            return url(jars.iterator().next());
        }
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }
}
