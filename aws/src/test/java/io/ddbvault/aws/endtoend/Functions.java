package io.ddbvault.aws.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.AwsVault;
import io.ddbvault.aws.Vault;
import io.ddbvault.core.backup.BackupRequest;
import io.ddbvault.core.backup.DecodeBackupRequest;
import io.ddbvault.core.backup.SummarizeBackup;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.DecodeRestoreRequest;
import io.ddbvault.core.restore.EncodeReport;
import io.ddbvault.core.restore.RestoreRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The two functions from an event to an answer, without Lambda around them. */
// On JDK 17 a value that may be null is not seen as such through a class file; on 25 it is.
@SuppressWarnings("NullAway")
final class Functions {
    private final AwsClients clients;
    private final Map<String, String> variables;
    private final ProgressListener listener;
    private final Stop stop;

    private Functions(AwsClients clients, Map<String, String> variables, ProgressListener listener, Stop stop) {
        this.clients = clients;
        this.variables = variables;
        this.listener = listener;
        this.stop = stop;
    }

    /** @param tables {@code DYNAMODB_TABLES} */
    static Functions of(AwsClients clients, String bucket, List<String> tables) {
        Map<String, String> variables = new HashMap<>();
        variables.put("BACKUP_BUCKET", bucket);
        variables.put("ENVIRONMENT", "production");
        variables.put("TABLE_NAME_PATTERN", "");
        variables.put("DYNAMODB_TABLES", Json.compact(tables));
        return new Functions(clients, variables, ProgressListener.NONE, Stop.onRequest(InstantSource.system()));
    }

    /** The same, but its time ends when an event is heard of this type. */
    Functions stoppingAt(Class<?> event) {
        Stop timeEnds = Stop.onRequest(InstantSource.system());
        return new Functions(
                clients,
                variables,
                heard -> {
                    if (event.isInstance(heard)) {
                        timeEnds.request("the deadline");
                    }
                },
                timeEnds);
    }

    FunctionAnswer backup(String event) {
        return answer(() -> {
            BackupRequest request = DecodeBackupRequest.decode(fields(event));
            try (Vault vault = AwsVault.on(clients, Settings.forBackup(variables), listener, stop)) {
                return SummarizeBackup.summarize(vault.backup(request));
            }
        });
    }

    FunctionAnswer restore(String event) {
        return answer(() -> {
            RestoreRequest request = DecodeRestoreRequest.decode(fields(event));
            try (Vault vault = AwsVault.on(clients, Settings.forRestore(variables), listener, stop)) {
                return vault.fit(EncodeReport.encode(vault.restore(request)));
            }
        });
    }

    private static FunctionAnswer answer(Supplier<Answer> work) {
        Answer answer;
        try {
            answer = work.get();
        } catch (DdbvaultException e) {
            answer = Answer.to(e);
        }
        return new FunctionAnswer(answer.statusCode(), fields(Json.compact(answer.body())));
    }

    private static Map<String, Object> fields(String json) {
        try {
            return Json.parseObject(json.getBytes(UTF_8));
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }

    /** As a caller reads it. */
    record FunctionAnswer(int statusCode, Map<String, Object> body) {
        String error() {
            return String.valueOf(body.get("error"));
        }

        /** @param list {@code exports} or {@code restore_results} */
        Map<?, ?> entry(String list, String table) {
            for (Object entry : (List<?>) body.getOrDefault(list, List.of())) {
                Map<?, ?> fields = (Map<?, ?>) entry;
                if (table.equals(fields.get("table_name"))) {
                    return fields;
                }
            }
            throw new AssertionError("no %s of %s in %s".formatted(list, table, body));
        }
    }
}
