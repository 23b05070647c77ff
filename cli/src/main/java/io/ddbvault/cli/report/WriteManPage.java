package io.ddbvault.cli.report;

import io.ddbvault.core.model.Version;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The man page: what {@code --help} says of each command, one after the other. What turns picocli's own description into a
 * man page needs a Ruby interpreter; {@code --help} is laid out already, so it goes into the page as it is.
 */
public final class WriteManPage {
    private static final int WIDTH = 78;

    private final StringBuilder page = new StringBuilder();

    private WriteManPage() {}

    /** @param root {@code ddbvault} with its commands */
    public static String of(CommandLine root) {
        WriteManPage writing = new WriteManPage();
        writing.page(root);
        return writing.page.toString();
    }

    private void page(CommandLine root) {
        String name = root.getCommandName();
        page.append(".TH %s 1 \"\" \"%s %s\" \"User Commands\"\n"
                .formatted(name.toUpperCase(Locale.ROOT), name, Version.OF_THIS));
        heading("NAME");
        page.append(name).append(" \\- back up DynamoDB tables with their own export to S3, and restore them\n");
        heading("SYNOPSIS");
        asItIs(name + " COMMAND [OPTION]...");
        heading("DESCRIPTION");
        asItIs(usage(root));
        heading("COMMANDS");
        root.getSubcommands().forEach((command, line) -> {
            page.append(".SS ").append(name).append(' ').append(command).append('\n');
            asItIs(usage(line));
        });
    }

    private void heading(String title) {
        page.append(".SH ").append(title).append('\n');
    }

    private static String usage(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        int width = usage.width();
        usage.width(WIDTH);
        try {
            return command.getUsageMessage(new Help.ColorScheme.Builder(Ansi.OFF).build());
        } finally {
            usage.width(width);
        }
    }

    /** Text that keeps its lines. A backslash, and a dot or quote at a line's beginning, would be an instruction. */
    private void asItIs(String text) {
        page.append(".nf\n");
        text.stripTrailing()
                .lines()
                .forEach(line -> page.append("\\&")
                        .append(line.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq"))
                        .append('\n'));
        page.append(".fi\n");
    }
}
