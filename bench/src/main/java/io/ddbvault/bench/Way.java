package io.ddbvault.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One way to bring a table's items to the sink, in a process of its own.
 *
 * @param name for the option {@code --only}
 * @param transport what {@code --transport} is given; empty where ddbvault has no such option, and for other programs
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
        HOTSPOT("HotSpot's"),
        LAMBDA("Lambda's");

        private final String title;

        Flags(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        List<String> options() {
            return switch (this) {
                case HOTSPOT -> List.of();
                case LAMBDA -> List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
            };
        }
    }

    /** @param transports that ddbvault offers; empty if it offers no choice */
    static List<Way> all(List<String> transports) {
        List<Way> all = new ArrayList<>();
        for (Flags flags : Flags.values()) {
            String suffix = flags == Flags.HOTSPOT ? "" : "-lambda";
            if (transports.isEmpty()) {
                all.add(new Way("ddbvault" + suffix, Program.DDBVAULT, flags, Optional.empty()));
            }
            for (String transport : transports) {
                all.add(new Way("ddbvault-" + transport + suffix, Program.DDBVAULT, flags, Optional.of(transport)));
            }
            all.add(new Way("plain" + suffix, Program.PLAIN, flags, Optional.empty()));
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

    private List<String> ddbvault(Scene scene, ItemSize size) {
        List<String> flags = with("-Xmx128m");
        flags.addAll(scene.options());
        List<String> command = ChildProcess.java(
                flags,
                "-jar",
                scene.jar().toString(),
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
                Integer.toString(scene.workers()));
        transport.ifPresent(name -> command.addAll(List.of("--transport", name)));
        return command;
    }

    private List<String> with(String heap) {
        List<String> all = new ArrayList<>(flags.options());
        all.add(heap);
        return all;
    }
}
