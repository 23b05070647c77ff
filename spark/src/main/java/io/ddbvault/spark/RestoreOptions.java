package io.ddbvault.spark;

import io.ddbvault.core.restore.CheckTargets;
import io.ddbvault.core.restore.ClearMode;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.WriteMode;
import io.ddbvault.spark.Values.Target;
import java.lang.reflect.Field;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a restore is asked to do: as the options of {@code ddbvault restore}, less what needs one process or a person. */
final class RestoreOptions {
    private static final String RESTORE_ID = "--restore-id";
    private static final String TARGET = "--target";
    private static final String CLEAR = "--clear-existing-data";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    CommandSpec command;

    @Option(
            names = "--date",
            paramLabel = "DATE",
            defaultValue = "latest",
            converter = Values.LatestOrDate.class,
            description = "The backup's date, YYYY-MM-DD, or 'latest', which it is if not given.")
    @Nullable
    LocalDate date;

    @Option(
            names = {"--table", "--tables"},
            paramLabel = "NAME",
            split = ",",
            converter = Values.TableName.class,
            description = "Restore this table; may be repeated, and takes names separated by commas. Without it all of"
                    + " the backup's tables are restored. Where DYNAMODB_TABLES is set, only the tables that it names"
                    + " may be written.")
    @Nullable
    List<String> tables;

    @Option(
            names = TARGET,
            paramLabel = "SOURCE=TARGET",
            converter = Values.TargetOfTable.class,
            description = "Write what was backed up of SOURCE to TARGET, which exists and has the same key; may be"
                    + " repeated. Other tables are restored in their place.")
    List<Target> targets = new ArrayList<>();

    @Option(names = "--dry-run", description = "Check everything and write nothing.")
    boolean dryRun;

    @Option(
            names = CLEAR,
            description = "First delete all of a table's items, so that it ends up with the backup's alone. Nobody is"
                    + " asked.")
    boolean clearExistingData;

    @Option(
            names = "--workers",
            paramLabel = "COUNT",
            defaultValue = "" + RestoreRequest.DEFAULT_WORKERS,
            converter = Values.Workers.class,
            description = "Writes on their way at a time in each unit, 1 to 256; 5 if not given.")
    int workers;

    @Option(
            names = "--max-write-units",
            paramLabel = "COUNT",
            converter = Values.Positive.class,
            description = "The most write units a second that a table's restore may consume, by all tasks together; no"
                    + " limit if not given.")
    @Nullable
    Integer maxWriteUnits;

    @Option(names = "--all-or-nothing", description = "Restore no table if one of them fails validation.")
    boolean allOrNothing;

    @Option(
            names = "--allow-environment-mismatch",
            description = "Restore although the backup's environment or a table's name tells of another environment.")
    boolean allowEnvironmentMismatch;

    @Option(
            names = "--only-missing",
            description =
                    "Never overwrite: write only the items whose key the table does not have. Each is a call of its"
                            + " own, and costs write units also where the table has an item.")
    boolean onlyMissing;

    @Option(
            names = "--only-changed",
            description = "Write only the items that the table does not have, or has otherwise. All are read from the"
                    + " table first, which costs read units.")
    boolean onlyChanged;

    @Option(
            names = RESTORE_ID,
            paramLabel = "ID",
            converter = Values.IdOfRestore.class,
            description = "Go on with a restore that stopped before its end. It goes on as it was begun, so no other"
                    + " option of a restore may stand beside it.")
    @Nullable
    String restoreId;

    /** @throws ParameterException if the options contradict each other */
    RestoreRequest request() {
        if (restoreId != null) {
            requireNoneBeside(RESTORE_ID);
            return RestoreRequest.goOnWith(restoreId);
        }
        return new RestoreRequest(
                        date,
                        named(),
                        targetBySource(),
                        dryRun,
                        clearExistingData,
                        ClearMode.BEFORE,
                        workers,
                        maxWriteUnits,
                        allOrNothing,
                        allowEnvironmentMismatch,
                        null)
                .toBuilder().writeMode(writeMode()).build();
    }

    private @Nullable List<String> named() {
        return tables == null ? null : List.copyOf(new LinkedHashSet<>(tables));
    }

    private Map<String, String> targetBySource() {
        Map<String, String> targetBySource = new LinkedHashMap<>();
        for (Target target : targets) {
            if (targetBySource.put(target.source(), target.target()) != null) {
                throw usage("%s gives two targets for %s".formatted(TARGET, target.source()));
            }
        }
        List<String> problems = CheckTargets.problems(targetBySource, named());
        if (!problems.isEmpty()) {
            throw usage("%s: %s".formatted(TARGET, String.join("; ", problems)));
        }
        return targetBySource;
    }

    private WriteMode writeMode() {
        if (onlyMissing && onlyChanged) {
            throw usage(
                    "--only-missing leaves what differs as the table has it, and --only-changed replaces it: only one of them can be meant");
        }
        if (clearExistingData && (onlyMissing || onlyChanged)) {
            throw usage("%s goes without %s, which leaves nothing that could be kept"
                    .formatted(onlyMissing ? "--only-missing" : "--only-changed", CLEAR));
        }
        return onlyMissing ? WriteMode.MISSING : onlyChanged ? WriteMode.CHANGED : WriteMode.ALL;
    }

    /** What says all the rest by itself stands alone: of what is said twice, one would have to be ignored. */
    private void requireNoneBeside(String alone) {
        List<String> others = command.commandLine().getParseResult().matchedOptions().stream()
                .filter(option ->
                        option.userObject() instanceof Field field && field.getDeclaringClass() == RestoreOptions.class)
                .map(option -> option.names()[0])
                .filter(name -> !name.equals(alone))
                .toList();
        if (!others.isEmpty()) {
            throw usage("%s goes without %s".formatted(alone, String.join(", ", others)));
        }
    }

    private ParameterException usage(String problem) {
        return new ParameterException(command.commandLine(), problem);
    }
}
