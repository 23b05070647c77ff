package io.ddbvault.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the data, starts the servers, measures every way of restoring it, one after the other, and writes the result. */
@Command(
        name = "bench/run",
        sortOptions = false,
        description = "Measures what a restore costs: ddbvault, plain SDK code, and what the machine itself needs.")
final class Bench implements Callable<Integer> {
    private static final Pattern S3_READY = Pattern.compile("S3 +(http\\S+)");
    private static final Pattern SINK_READY = Pattern.compile(NullDynamoDb.READY + "(http\\S+)");

    private static final String PLOT = "![Processor time per item, as bars](images/performance.svg)\n\n";
    private static final Set<String> PLACES = Set.of("--output", "--jar", "--java-options");

    @Option(names = "--items", defaultValue = "1000000", description = "Items of each table; ${DEFAULT-VALUE}.")
    long items;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Measure these ways alone, such as ddbvault-wire, ddbvault-wire-hotspot, plain-hotspot, plain-lambda, floor.")
    @Nullable
    List<String> only;

    @Option(names = "--size", split = ",", paramLabel = "SIZE", description = "Only 1kb, or only 167b.")
    @Nullable
    List<String> sizes;

    @Option(names = "--repeat", defaultValue = "1", description = "Measure each so often, and report the median.")
    int repeat;

    @Option(names = "--workers", defaultValue = "4", description = "Threads that write; ${DEFAULT-VALUE}.")
    int workers;

    @Option(names = "--files", defaultValue = "8", description = "Data files of each export; ${DEFAULT-VALUE}.")
    int files;

    @Option(
            names = "--latency-ms",
            defaultValue = "0",
            description = "Milliseconds that each BatchWriteItem takes; ${DEFAULT-VALUE}.")
    long latency;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "Write the table into performance.md there, and the plot into images/performance.svg. Without"
                    + " it they are only printed.")
    @Nullable
    Path output;

    @Option(names = "--jar", description = "The ddbvault.jar to measure; this checkout's if not given.")
    Path jar = Path.of("cli", "target", "ddbvault.jar");

    @Option(
            names = "--java-options",
            split = " ",
            description = "More options for ddbvault's JVM, such as -XX:StartFlightRecording=filename=profile.jfr.")
    List<String> options = new ArrayList<>();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    boolean help;

    private String command = "bench/run";

    public static void main(String[] arguments) {
        Bench bench = new Bench();
        bench.command = "bench/run" + withoutPlaces(arguments);
        System.exit(new CommandLine(bench).execute(arguments));
    }

    /** What a reader needs to repeat it: where something lies on this machine is not of interest elsewhere. */
    private static String withoutPlaces(String[] arguments) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < arguments.length; i++) {
            if (PLACES.contains(arguments[i])) {
                i++;
            } else {
                text.append(' ').append(arguments[i]);
            }
        }
        return text.toString();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ddbvault-bench");
        try {
            Results results = measure(folder);
            String table = WriteTable.of(results, DescribeMachine.text(), command);
            System.out.println();
            System.out.println(table);
            if (output != null) {
                Files.createDirectories(output.resolve("images"));
                Files.writeString(output.resolve("images").resolve("performance.svg"), DrawPlot.of(results));
                ReplaceSection.in(output.resolve("performance.md"), PLOT + table);
            }
        } finally {
            delete(folder);
        }
        return 0;
    }

    private Results measure(Path folder) throws IOException, InterruptedException {
        List<Way> ways = ways();
        List<ItemSize> measured = sizes == null
                ? List.of(ItemSize.values())
                : sizes.stream().map(ItemSize::of).toList();
        Map<ItemSize, MadeData> data = new EnumMap<>(ItemSize.class);
        say("making %,d items of each size".formatted(items));
        MakeData makeData = new MakeData(Files.createDirectories(folder.resolve("files")), items, files);
        for (ItemSize size : measured) {
            data.put(size, makeData.make(size));
        }
        try (ServerProcess s3 = startS3(folder.resolve("s3"));
                ServerProcess sink = startSink()) {
            say("storing the backup");
            new StoreBackup(s3.endpoint()).store(List.copyOf(data.values()));
            Scene scene = new Scene(s3.endpoint(), sink.endpoint(), jar, workers, options, data);
            MeasureProcess measure = new MeasureProcess(new SinkCounts(sink.endpoint()), folder.resolve("process.log"));
            return measure(ways, scene, measure);
        }
    }

    private Results measure(List<Way> ways, Scene scene, MeasureProcess measure)
            throws IOException, InterruptedException {
        Duration limit = Duration.ofSeconds(120 + items / 5000);
        Results results = new Results();
        for (int run = 0; run < repeat; run++) {
            for (Way way : ways) {
                for (ItemSize size : scene.data().keySet()) {
                    Measurement one = measure.measure(way.command(scene, size), way.variables(scene), items, limit);
                    results.add(way, size, one);
                    say(String.format(
                            Locale.ROOT,
                            "%-20s %-5s  CPU %6s µs per item, steady %6s;  %,9.0f items/s;  peak RSS %4.0f MB",
                            way.name(),
                            size.label(),
                            WriteTable.micros(one.total()),
                            WriteTable.micros(one.steady()),
                            one.itemsPerSecond(),
                            one.peakMegabytes()));
                }
            }
        }
        return results;
    }

    private List<Way> ways() {
        List<Way> all = Way.all();
        List<Way> chosen = all.stream()
                .filter(way -> only == null || only.contains(way.name()))
                .toList();
        if (chosen.isEmpty() || (only != null && chosen.size() < only.size())) {
            throw new IllegalArgumentException(
                    "--only takes " + all.stream().map(Way::name).toList());
        }
        return chosen;
    }

    /** The same that {@code ddbvault local} gives everybody. Its DynamoDB stands by idle. */
    private ServerProcess startS3(Path data) throws IOException {
        return ServerProcess.start(
                ChildProcess.java(
                        List.of("-Xmx512m"),
                        "-jar",
                        jar.toString(),
                        "local",
                        "--data",
                        data.toString(),
                        "--dynamodb-port",
                        "0",
                        "--s3-port",
                        "0"),
                S3_READY);
    }

    private ServerProcess startSink() throws IOException {
        return ServerProcess.start(
                ChildProcess.java(
                        List.of("-Xmx512m", "-XX:+UseSerialGC"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.ddbvault.bench.NullDynamoDb",
                        Long.toString(latency)),
                SINK_READY);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
