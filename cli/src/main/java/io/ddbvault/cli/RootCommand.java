package io.ddbvault.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ddbvault} itself: help, version, and nothing to do without a command. */
@Command(
        name = "ddbvault",
        description = "Backs up DynamoDB tables with DynamoDB's own export to S3 and restores them.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Exit codes: 0 all done, 2 partly done, 1 nothing done, 64 wrong usage, 130 and 143 interrupted.",
            "'ddbvault COMMAND --help' says more about a command. 'ddbvault demo' needs no AWS account."
        })
final class RootCommand implements Runnable {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and end.")
    boolean version;

    @Mixin
    CommonOptions common = new CommonOptions();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "No command given.");
    }
}
