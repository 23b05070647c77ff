package io.ddbvault.cli;

import io.ddbvault.aws.AwsVault;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The process: standard streams, signals, exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        // Libraries that print go where progress goes: with --json standard output holds the answer alone.
        System.setOut(err);
        System.setErr(err);
        Interrupts interrupts = new Interrupts(err);
        Runtime.getRuntime().addShutdownHook(new Thread(interrupts::interrupt, "interrupt"));
        int exitCode =
                new Cli(Terminal.ofThisProcess(System.getenv(), out, err), AwsVault::open, interrupts).run(arguments);
        interrupts.ended();
        System.exit(exitCode);
    }

    /** JSON is UTF-8 whatever the locale says. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
