package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.cli.report.DescribeStatus;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.EncodeStatus;
import io.ddbvault.core.restore.RestoreStatus;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ddbvault status}. */
@Command(
        name = "status",
        description = "Show how a restore stands, whoever runs it: this machine, another one or a function.",
        footer = {
            "",
            "The counts are those of the restore's last checkpoint, at most ten seconds old while it runs. Ends with 0,"
                    + " and with 1 if there is no such restore.",
            "",
            "Example:",
            "  ddbvault status 20250722T030000Z-1a2b3c4d --bucket my-backups --environment production"
        })
final class StatusCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Vault.Opener opener;

    @Parameters(
            paramLabel = "ID",
            converter = Values.IdOfRestore.class,
            description = "The restore's id. 'ddbvault restore --unfinished' lists those that have not ended.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    String restoreId;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Mixin
    JsonOptions answer = new JsonOptions();

    @Mixin
    CommonOptions common = new CommonOptions();

    StatusCommand(Terminal terminal, Vault.Opener opener) {
        this.terminal = terminal;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        Map<String, String> variables = settings.over(terminal.environment());
        Settings parsed = Settings.forRestore(variables);
        RestoreStatus status;
        try (Vault vault =
                opener.open(parsed, variables, ProgressListener.NONE, Stop.onRequest(InstantSource.system()))) {
            status = vault.status(restoreId);
        }
        terminal.out()
                .println(
                        answer.json
                                ? EncodeStatus.encode(status).toJson()
                                : DescribeStatus.text(status, parsed.bucket()));
        return ExitCode.OK;
    }
}
