package io.ddbvault.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One way to bring a table's items to the sink, in a process of its own.
 *
 * @param name for the option {@code --only}
 * @param transport what {@code --transport} is given; empty for other programs
 */
record Way(String name, Program program, Flags flags, Optional<String> transport) {

    /** What is run. */
    enum Program {
        DDBVAULT,
        PLAIN,
        FLOOR
    }

    /** How the JVM is started. */
    enum Flags {
        /** By ddbvault's own script, which knows what suits a restore. */
        LAUNCHER("`./ddbvault`'s", ""),
        HOTSPOT("HotSpot's", "-hotspot"),
        LAMBDA("Lambda's", "-lambda");

        private final String title;
        private final String suffix;

        Flags(String title, String suffix) {
            this.title = title;
            this.suffix = suffix;
        }

        String title() {
            return title;
        }

        List<String> options() {
            return switch (this) {
                case LAUNCHER, HOTSPOT -> List.of();
                case LAMBDA -> List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
            };
        }
    }

    static List<Way> all() {
        List<Way> all = new ArrayList<>();
        for (Flags flags : Flags.values()) {
            for (String transport : List.of("wire", "sdk")) {
                all.add(new Way(
                        "ddbvault-" + transport + flags.suffix, Program.DDBVAULT, flags, Optional.of(transport)));
            }
            if (flags != Flags.LAUNCHER) {
                all.add(new Way("plain" + flags.suffix, Program.PLAIN, flags, Optional.empty()));
            }
        }
        all.add(new Way("floor", Program.FLOOR, Flags.HOTSPOT, Optional.empty()));
        return all;
    }

    String title() {
        return switch (program) {
            case DDBVAULT ->
                transport.map(name -> "ddbvault, `--transport " + name + "`").orElse("ddbvault");
            case PLAIN -> "plain SDK code";
            case FLOOR -> "the floor";
        };
    }

    List<String> command(Scene scene, ItemSize size) {
        String classes = System.getProperty("java.class.path");
        return switch (program) {
            case DDBVAULT -> ddbvault(scene, size);
            case PLAIN ->
                ChildProcess.java(
                        with("-Xmx1g"),
                        "-cp",
                        classes,
                        "io.ddbvault.bench.PlainRestore",
                        scene.s3().toString(),
                        scene.sink().toString(),
                        StoreBackup.BUCKET,
                        StoreBackup.folder(size),
                        size.table(),
                        Integer.toString(scene.workers()));
            case FLOOR ->
                ChildProcess.java(
                        with("-Xmx128m"),
                        Stream.concat(
                                        Stream.of(
                                                "-cp",
                                                classes,
                                                "io.ddbvault.bench.Floor",
                                                Integer.toString(scene.sink().getPort()),
                                                size.label()),
                                        scene.data(size).files().stream()
                                                .map(file -> file.path().toString()))
                                .toArray(String[]::new));
        };
    }

    /** What the process finds in its environment. */
    Map<String, String> variables(Scene scene) {
        Map<String, String> variables = new HashMap<>(scene.variables());
        if (flags == Flags.LAUNCHER) {
            variables.put("PATH", System.getenv("PATH"));
            variables.put("JAVA_HOME", System.getProperty("java.home"));
            variables.put("JAVA_OPTS", String.join(" ", javaOptions(scene)));
        }
        return variables;
    }

    private List<String> javaOptions(Scene scene) {
        List<String> all = with("-Xmx128m");
        all.addAll(scene.options());
        return all;
    }

    private List<String> ddbvault(Scene scene, ItemSize size) {
        List<String> command = flags == Flags.LAUNCHER
                ? new ArrayList<>(List.of(scene.launcher().toString()))
                : ChildProcess.java(javaOptions(scene), "-jar", scene.jar().toString());
        command.addAll(List.of(
                "restore",
                "--bucket",
                StoreBackup.BUCKET,
                "--environment",
                StoreBackup.ENVIRONMENT,
                "--name-pattern",
                "",
                "--date",
                StoreBackup.DATE,
                "--table",
                size.table(),
                "--workers",
                Integer.toString(scene.workers())));
        transport.ifPresent(name -> command.addAll(List.of("--transport", name)));
        return command;
    }

    private List<String> with(String heap) {
        List<String> all = new ArrayList<>(flags.options());
        all.add(heap);
        return all;
    }
}
