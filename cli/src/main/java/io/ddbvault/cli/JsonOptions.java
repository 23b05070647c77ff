package io.ddbvault.cli;

import picocli.CommandLine.Option;

/** How a command that only looks tells what it found. */
final class JsonOptions {
    @Option(
            names = RunOptions.JSON,
            description = "Print the answer as one line of JSON and nothing else on standard output.")
    boolean json;
}
