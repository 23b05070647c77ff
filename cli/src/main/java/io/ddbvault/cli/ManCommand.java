package io.ddbvault.cli;

import io.ddbvault.cli.report.WriteManPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ddbvault man}. */
@Command(
        name = "man",
        description = "Print the man page.",
        footer = {"", "Examples:", "  ddbvault man | man -l -", "  ddbvault man > ~/.local/share/man/man1/ddbvault.1"})
final class ManCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Mixin
    CommonOptions common = new CommonOptions();

    ManCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().print(WriteManPage.of(spec.root().commandLine()));
    }
}
