package io.ddbvault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Asks ddbvault itself which transports it has. */
final class FindTransports {
    private FindTransports() {}

    /** The names, the default first; empty where there is no choice. */
    static List<String> of(Path jar) throws IOException, InterruptedException {
        Process help = ChildProcess.start(
                new ProcessBuilder(ChildProcess.java(List.of(), "-jar", jar.toString(), "restore", "--help"))
                        .redirectErrorStream(true),
                Map.of());
        String text = new String(help.getInputStream().readAllBytes(), UTF_8);
        if (help.waitFor() != 0) {
            throw new IOException("ddbvault does not run: " + text);
        }
        return text.contains("--transport") ? List.of("wire", "sdk") : List.of();
    }
}
