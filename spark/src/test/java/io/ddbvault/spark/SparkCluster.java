package io.ddbvault.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A standalone Spark cluster: a master and workers, each a process of its own on 127.0.0.1, which start an executor for an
 * application as a process again. Ports are free ones. Applications are submitted as by {@code spark-submit}.
 */
final class SparkCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

    private final SparkRelease release;
    private final Map<String, String> variables;
    private final Path folder;
    private final LoggedProcess master;
    private final String url;
    private final List<LoggedProcess> workers = new ArrayList<>();
    private final List<LoggedProcess> applications = new ArrayList<>();

    /**
     * @param workers how many, each with so many cores
     * @param variables of the machines, which executors inherit; drivers get their own
     */
    static SparkCluster start(SparkRelease release, int workers, int coresEach, Map<String, String> variables) {
        try {
            return new SparkCluster(release, workers, coresEach, variables);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SparkCluster(SparkRelease release, int workers, int coresEach, Map<String, String> variables)
            throws IOException {
        this.release = release;
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/clusters").toAbsolutePath()), "cluster-");
        Files.createSymbolicLink(folder.resolve("jars"), release.jars());
        this.variables = withSpark(variables);
        master = daemon(
                "master", "org.apache.spark.deploy.master.Master", List.of("--host", "127.0.0.1", "--port", "0"));
        try {
            url = master.awaitLogged("Starting Spark master at (spark://[0-9.:]+)", PATIENCE)
                    .group(1);
            for (int i = 0; i < workers; i++) {
                addWorker(coresEach);
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Map<String, String> withSpark(Map<String, String> own) {
        Map<String, String> all = new HashMap<>(own);
        all.put("SPARK_HOME", folder.toString());
        all.put("SPARK_SCALA_VERSION", release.scala());
        all.put("SPARK_LOCAL_IP", "127.0.0.1");
        all.put("JAVA_HOME", System.getProperty("java.home"));
        return all;
    }

    private LoggedProcess daemon(String name, String mainClass, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("-Xmx256m", "-XX:+UseSerialGC"));
        all.addAll(release.moduleOptions());
        all.addAll(List.of("-cp", release.classPath(), mainClass, "--webui-port", "0"));
        all.addAll(arguments);
        return LoggedProcess.start(name, folder, variables, all);
    }

    /** One more, ready for work when this returns. */
    void addWorker(int cores) {
        LoggedProcess worker = daemon(
                "worker",
                "org.apache.spark.deploy.worker.Worker",
                List.of(
                        "--host",
                        "127.0.0.1",
                        "--cores",
                        String.valueOf(cores),
                        "--memory",
                        "2g",
                        "--work-dir",
                        folder.resolve("work-" + workers.size()).toString(),
                        url));
        workers.add(worker);
        worker.awaitLogged("Successfully registered with master", PATIENCE);
    }

    /** An application that runs, or has run. Its standard output is the job's; its standard error has Spark's log too. */
    record Application(LoggedProcess driver) {
        private static final Duration PATIENCE = Duration.ofMinutes(2);

        int exitCode() {
            return driver.exitCode(PATIENCE);
        }

        String out() {
            return driver.out();
        }

        String err() {
            return driver.err();
        }
    }

    /** An application under way; see {@link #submit(Path, String, Map, Map, List)}. */
    Application submit(Path jar, String mainClass, Map<String, String> own, String... arguments) {
        return submit(jar, mainClass, own, Map.of(), List.of(arguments));
    }

    /**
     * Submits an application, in client mode.
     *
     * @param own the driver's variables
     * @param conf Spark's settings for it, over those of a small machine
     */
    Application submit(
            Path jar, String mainClass, Map<String, String> own, Map<String, String> conf, List<String> arguments) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.driver.host", "127.0.0.1");
        settings.put("spark.driver.bindAddress", "127.0.0.1");
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.executor.memory", "512m");
        settings.putAll(conf);
        List<String> all = new ArrayList<>(List.of("-Xmx512m"));
        all.addAll(release.moduleOptions());
        all.addAll(List.of("-cp", release.classPath(), "org.apache.spark.deploy.SparkSubmit"));
        all.addAll(List.of("--master", url, "--class", mainClass));
        settings.forEach((name, value) -> all.addAll(List.of("--conf", name + "=" + value)));
        all.add(jar.toAbsolutePath().toString());
        all.addAll(arguments);
        LoggedProcess driver = LoggedProcess.start("driver", folder, withSpark(own), all);
        applications.add(driver);
        return new Application(driver);
    }

    /** The workers that live. */
    List<ProcessHandle> workers() {
        return workers.stream()
                .map(LoggedProcess::handle)
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /** The executors that live, on all workers. */
    List<ProcessHandle> executors() {
        return workers().stream()
                .flatMap(ProcessHandle::descendants)
                .filter(ProcessHandle::isAlive)
                .filter(SparkCluster::isExecutor)
                .toList();
    }

    private static boolean isExecutor(ProcessHandle process) {
        return Stream.concat(
                        process.info().commandLine().stream(),
                        process.info().arguments().stream().flatMap(Stream::of))
                .anyMatch(word -> word.contains(EXECUTOR));
    }

    /** Waits until so many executors live. */
    List<ProcessHandle> awaitExecutors(int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (executors().size() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "%d executors, not %d".formatted(executors().size(), count));
            }
            LoggedProcess.pause();
        }
        return executors();
    }

    /** As {@code kill -9}: it has no time for anything. */
    static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Kills all that was started. */
    @Override
    public void close() {
        applications.forEach(LoggedProcess::close);
        workers.forEach(LoggedProcess::close);
        master.close();
    }
}
