package io.ddbvault.core.engine;

import io.ddbvault.core.json.Json;
import io.ddbvault.core.restore.EncodeRestoreRequest;
import io.ddbvault.core.restore.RestoreRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What starts a restore on an engine, as one types it into a shell. Pure. */
public final class EngineCommand {
    private EngineCommand() {}

    /**
     * @param typed the restore's own command, as it was typed, less what asked for engines
     * @return a line of a shell; names in capitals behind a dollar sign are to be set
     */
    public static String of(Engine engine, RestoreRequest request, String typed) {
        String input = Json.compact(EncodeRestoreRequest.fields(request));
        return switch (engine) {
            case PROCESS -> typed;
            case FUNCTION, DISTRIBUTED_MAP ->
                "aws stepfunctions start-execution --state-machine-arn \"$RESTORE_STATE_MACHINE_ARN\" --input "
                        + quoted(input);
            case SPARK -> "spark-submit --class io.ddbvault.spark.RestoreJob ddbvault-spark.jar" + arguments(request);
        };
    }

    private static String arguments(RestoreRequest request) {
        List<String> arguments = new ArrayList<>();
        arguments.add("--date " + (request.date() == null ? "latest" : request.date()));
        List<String> tables = request.tables();
        if (tables != null) {
            tables.forEach(table -> arguments.add("--table " + quoted(table)));
        }
        request.targetTables().forEach((source, target) -> arguments.add("--target " + quoted(source + "=" + target)));
        if (request.clearExistingData()) {
            arguments.add("--clear-existing-data");
        }
        add(
                arguments,
                "--workers",
                request.maxWorkers() == RestoreRequest.DEFAULT_WORKERS ? null : request.maxWorkers());
        add(arguments, "--max-write-units", request.maxWriteUnits());
        if (request.writeMode().keeps()) {
            arguments.add("--only-" + request.writeMode().label());
        }
        if (request.allOrNothing()) {
            arguments.add("--all-or-nothing");
        }
        if (request.allowEnvironmentMismatch()) {
            arguments.add("--allow-environment-mismatch");
        }
        return " " + String.join(" ", arguments);
    }

    private static void add(List<String> arguments, String option, @Nullable Integer value) {
        if (value != null) {
            arguments.add(option + " " + value);
        }
    }

    /** A word of a POSIX shell's command. */
    public static String quoted(String text) {
        return text.matches("[A-Za-z0-9_.,:/=@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
