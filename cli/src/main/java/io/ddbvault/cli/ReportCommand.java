package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.cli.report.DescribeReport;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import io.ddbvault.report.EncodeReportPage;
import io.ddbvault.report.MakeReport;
import io.ddbvault.report.RenderReport;
import io.ddbvault.report.ReportPage;
import io.ddbvault.report.StoreReport;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ddbvault report}. */
@Command(
        name = "report",
        description =
                "Make a page for a browser that shows how the backups stand: what needs attention, a calendar, each"
                        + " table over time.",
        footer = {
            "",
            "The page is one file that loads nothing. It is made from the bucket alone, without a call to DynamoDB."
                    + " Ends with 0, also if something needs attention, and with 1 if the page could not be made.",
            "",
            "Example:",
            "  ddbvault report --bucket my-backups --environment production --to-bucket"
        })
final class ReportCommand implements Callable<Integer> {
    private static final String USUAL_FILE = "ddbvault-report.html";
    private static final String STANDARD_OUTPUT = "-";

    private final Terminal terminal;
    private final Vault.Opener opener;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the page here, '-' for standard output; ddbvault-report.html in this folder if neither"
                    + " this nor --to-bucket is given. A file that is no such page is not replaced.")
    @Nullable
    String output;

    @Option(
            names = "--to-bucket",
            description = "Write the page into the bucket, as _state/report.html under the prefix.")
    boolean toBucket;

    @Option(
            names = "--since",
            paramLabel = "DAYS",
            converter = Values.Days.class,
            defaultValue = MakeReport.USUAL_DAYS + "d",
            description = "Tell of so many days, e.g. 90d; 400d if not given.")
    int days = MakeReport.USUAL_DAYS;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Option(
            names = RunOptions.JSON,
            description = "Print what the page tells as one line of JSON. A page is written only where --output or"
                    + " --to-bucket asks for it.")
    boolean json;

    @Mixin
    CommonOptions common = new CommonOptions();

    ReportCommand(Terminal terminal, Vault.Opener opener) {
        this.terminal = terminal;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        if (json && STANDARD_OUTPUT.equals(output)) {
            throw new ParameterException(spec.commandLine(), "--json and --output - both want standard output.");
        }
        Map<String, String> variables = settings.over(terminal.environment());
        Settings parsed = Settings.forRestore(variables);
        WriteReportFile file = file();
        if (file != null) {
            // Before minutes are spent on what cannot be kept.
            file.check();
        }
        List<String> written = new ArrayList<>();
        ReportPage page;
        try (Vault vault =
                opener.open(parsed, variables, ProgressListener.NONE, Stop.onRequest(InstantSource.system()))) {
            page = new MakeReport(vault.store(), vault.layout())
                    .make(parsed, terminal.clock().instant(), days);
            byte[] html = RenderReport.render(page);
            if (STANDARD_OUTPUT.equals(output)) {
                print(html);
            } else if (file != null) {
                written.add(file.write(html));
            }
            if (toBucket) {
                written.add(new StoreReport(vault.store(), vault.layout()).store(html));
            }
        }
        tell(page, written);
        return ExitCode.OK;
    }

    private @Nullable WriteReportFile file() {
        if (output != null) {
            return STANDARD_OUTPUT.equals(output) ? null : new WriteReportFile(Path.of(output));
        }
        return toBucket || json ? null : new WriteReportFile(Path.of(USUAL_FILE));
    }

    private void print(byte[] html) {
        try {
            terminal.out().write(html);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tell(ReportPage page, List<String> written) {
        if (json) {
            terminal.out().println(EncodeReportPage.encode(page).toJson());
            return;
        }
        // Not into the page.
        PrintStream to = STANDARD_OUTPUT.equals(output) ? terminal.err() : terminal.out();
        to.println(DescribeReport.text(page, written));
    }
}
