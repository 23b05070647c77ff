package io.ddbvault.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ddbvault.aws.Vault;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.restore.DecodeRestoreRequest;
import io.ddbvault.core.restore.EncodeReport;
import io.ddbvault.core.restore.RestoreId;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.lambda.Invocation.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The restore function: {@code io.ddbvault.lambda.RestoreHandler::handleRequest}. */
public final class RestoreHandler implements RequestStreamHandler {
    private final Container container;

    /** As Lambda makes it, once per container. */
    public RestoreHandler() {
        this(Container.start());
    }

    RestoreHandler(Container container) {
        this.container = container;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        String newId = RestoreId.create(Instant.now(), new SecureRandom());
        new Invocation("restore", container, context, newId)
                .answer(
                        event,
                        answer,
                        (fields, invocation) -> restore(fields, newId, invocation),
                        (fields, invocation) -> RestoreMetrics.ofFailure(fields, invocation.itemsWritten()));
    }

    // On JDK 17 a value that may be null is not seen as such through a class file; on 25 it is.
    @SuppressWarnings("NullAway")
    private Outcome restore(Map<String, @Nullable Object> event, String newId, Invocation invocation) {
        if (event.containsKey(RestoreStep.FIELD)) {
            RestoreStep step = DecodeStep.decode(event);
            Settings settings = Settings.forRestore(container.environment());
            try (Vault vault = invocation.open(settings)) {
                return new RunStep(vault, settings, invocation).run(step, newId);
            }
        }
        RestoreRequest request = DecodeRestoreRequest.decode(event);
        Settings settings = Settings.forRestore(container.environment());
        try (Vault vault = invocation.open(settings)) {
            RestoreReport report = vault.restore(request, newId);
            return new Outcome(
                    vault.fit(EncodeReport.encode(report)), RestoreMetrics.of(report, invocation.itemsWritten()));
        }
    }
}
