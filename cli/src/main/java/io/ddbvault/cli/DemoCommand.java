package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.cli.demo.Demo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ddbvault demo}. */
@Command(
        name = "demo",
        description = "Back up, damage and restore three tables on an AWS inside this process, and compare every item.",
        footer = {
            "",
            "Needs no account and leaves nothing behind. Ends with 1 if a single item differs.",
            "",
            "Example:",
            "  ddbvault demo"
        })
final class DemoCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Vault.Opener opener;

    @Mixin
    CommonOptions common = new CommonOptions();

    DemoCommand(Terminal terminal, Vault.Opener opener) {
        this.terminal = terminal;
        this.opener = opener;
    }

    @Override
    public Integer call() throws Exception {
        return new Demo(terminal, opener).run();
    }
}
