package io.ddbvault.cli.demo;

import io.ddbvault.cli.report.Human;
import java.io.PrintStream;
import java.time.Duration;

/** Numbers the demo's steps, times them, and prints what they say. */
final class Steps {
    static final String INDENT = "   ";

    private final PrintStream out;
    private final long began = System.nanoTime();
    private int number;

    Steps(PrintStream out) {
        this.out = out;
    }

    /** What a step does. */
    interface Step<T> {
        T run() throws Exception;
    }

    <T> T step(String title, Step<T> step) throws Exception {
        number++;
        out.println();
        out.println("%d. %s".formatted(number, title));
        long from = System.nanoTime();
        T result = step.run();
        say("(%s)".formatted(since(from)));
        return result;
    }

    void say(String text) {
        text.lines().forEach(line -> out.println(INDENT + line));
    }

    /** Outside of the steps. */
    void sayPlain(String text) {
        out.println(text);
    }

    String total() {
        return since(began);
    }

    private static String since(long nanoTime) {
        return Human.duration(Duration.ofNanos(System.nanoTime() - nanoTime));
    }
}
