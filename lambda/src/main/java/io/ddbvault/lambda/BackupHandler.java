package io.ddbvault.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ddbvault.aws.Vault;
import io.ddbvault.core.backup.BackupRequest;
import io.ddbvault.core.backup.BackupSummary;
import io.ddbvault.core.backup.DecodeBackupRequest;
import io.ddbvault.core.backup.FitSummary;
import io.ddbvault.core.config.Settings;
import io.ddbvault.lambda.Invocation.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The backup function: {@code io.ddbvault.lambda.BackupHandler::handleRequest}. */
public final class BackupHandler implements RequestStreamHandler {
    private final Container container;

    /** As Lambda makes it, once per container. */
    public BackupHandler() {
        this(Container.start());
    }

    BackupHandler(Container container) {
        this.container = container;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        new Invocation("backup", container, context, null)
                .answer(
                        event,
                        answer,
                        this::backup,
                        (fields, invocation) -> BackupMetrics.ofFailure(container.environment()));
    }

    // On JDK 17 a value that may be null is not seen as such through a class file; on 25 it is.
    @SuppressWarnings("NullAway")
    private Outcome backup(Map<String, @Nullable Object> event, Invocation invocation) {
        BackupRequest request = DecodeBackupRequest.decode(event);
        Settings settings = Settings.forBackup(container.environment());
        try (Vault vault = invocation.open(settings)) {
            BackupSummary summary = vault.backup(request);
            if (settings.writeReport()) {
                ReportAfterBackup.write(vault, settings, invocation.left());
            }
            return new Outcome(
                    FitSummary.fit(summary),
                    BackupMetrics.of(summary, Objects.requireNonNull(settings.tables()), Instant.now()));
        }
    }
}
