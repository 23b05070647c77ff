package io.ddbvault.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts processes that do not outlive this one, and that know no other variables than those given. */
final class ChildProcess {
    private ChildProcess() {}

    static Process start(ProcessBuilder builder, Map<String, String> variables) throws IOException {
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    /** The command of the JDK that this runs on. */
    static List<String> java(List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(arguments));
        return command;
    }

    /** Ends it, and waits until it has. */
    static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
