package io.ddbvault.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ddbvault completion}. */
@Command(
        name = "completion",
        description = "Print what makes a shell complete ddbvault's commands and options, for bash and zsh.",
        footer = {
            "",
            "Example, for this shell, and for each new one:",
            "  source <(ddbvault completion)",
            "  echo 'source <(ddbvault completion)' >> ~/.bashrc"
        })
final class CompletionCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Mixin
    CommonOptions common = new CommonOptions();

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().println(AutoComplete.bash("ddbvault", spec.root().commandLine()));
    }
}
