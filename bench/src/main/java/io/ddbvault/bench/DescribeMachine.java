package io.ddbvault.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** What a reader has to know of the machine to judge the figures; nothing that tells which one it was. */
final class DescribeMachine {
    private DescribeMachine() {}

    static String text() throws IOException {
        return "%s, %d processors, %d GB of memory; %s, Linux %s, %s; JDK %s (%s); %s"
                .formatted(
                        first(Path.of("/proc/cpuinfo"), "model name"),
                        Runtime.getRuntime().availableProcessors(),
                        Math.round(memoryKilobytes() / 1024.0 / 1024.0),
                        first(Path.of("/etc/os-release"), "PRETTY_NAME").replace("\"", ""),
                        System.getProperty("os.version").replaceAll("-.*", ""),
                        System.getProperty("os.arch"),
                        System.getProperty("java.vm.version"),
                        System.getProperty("java.vendor"),
                        LocalDate.now(ZoneOffset.UTC));
    }

    private static long memoryKilobytes() throws IOException {
        return Long.parseLong(first(Path.of("/proc/meminfo"), "MemTotal").replaceAll("[^0-9]", ""));
    }

    private static String first(Path file, String name) throws IOException {
        if (!Files.exists(file)) {
            return "unknown";
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)))
                .map(line -> line.split("[:=]", 2)[1].trim())
                .findFirst()
                .orElse("unknown");
    }
}
