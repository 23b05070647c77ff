package io.ddbvault.cli;

import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {
    static final String DEBUG = "--debug";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    boolean help;

    @Option(names = DEBUG, description = "Show the stack trace of an error.")
    boolean debug;
}
