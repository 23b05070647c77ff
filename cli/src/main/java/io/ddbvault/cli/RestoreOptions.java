package io.ddbvault.cli;

import io.ddbvault.core.engine.EngineCommand;
import io.ddbvault.core.restore.CheckTargets;
import io.ddbvault.core.restore.ClearMode;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.WriteMode;
import java.lang.reflect.Field;
import java.time.Duration;
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

/** What a restore is asked to do. */
final class RestoreOptions {
    private static final String RESTORE_ID = "--restore-id";
    private static final String UNFINISHED = "--unfinished";
    private static final String REJECTS = "--rejects";
    private static final String DRY_RUN = "--dry-run";
    private static final String WORKERS = "--workers";
    private static final String MAX_WRITE_UNITS = "--max-write-units";
    private static final String ALL_OR_NOTHING = "--all-or-nothing";
    private static final String ALLOW_MISMATCH = "--allow-environment-mismatch";
    private static final String TARGET = "--target";
    private static final String CLEAR = "--clear-existing-data";
    private static final String CLEAR_MODE = "--clear-mode";
    private static final String ONLY_MISSING = "--only-missing";
    private static final String ONLY_CHANGED = "--only-changed";
    private static final String KEY = "--key";
    private static final String ENGINE = "--engine";
    private static final String DEADLINE = "--deadline";
    static final String KEY_DESCRIPTION =
            "The key of an item, or a partition key alone for all items under it; may be repeated. DynamoDB JSON, as"
                    + " '{\"id\":{\"S\":\"u-3\"}}', or id=u-3, and customer=u-3,number=7 where there is a sort key."
                    + " A value that holds a comma needs the JSON.";
    static final String KEYS_FILE_DESCRIPTION =
            "A file of keys, one a line, at most 100,000, or - for standard input. Blank lines and lines that begin with"
                    + " # are passed over.";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    CommandSpec command;

    @Option(
            names = "--date",
            paramLabel = "DATE",
            defaultValue = Values.LATEST,
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
                    + " may be written. Environment: DYNAMODB_TABLES, a JSON array")
    @Nullable
    List<String> tables;

    @Option(
            names = TARGET,
            paramLabel = "SOURCE=TARGET",
            converter = Values.TargetOfTable.class,
            description = "Write what was backed up of SOURCE to TARGET, which exists and has the same key; may be"
                    + " repeated. Other tables are restored in their place.")
    List<Values.Target> targets = new ArrayList<>();

    @Option(
            names = KEY,
            paramLabel = "KEY",
            description = "Restore this item alone. " + KEY_DESCRIPTION + " Needs one --table.")
    List<String> keys = new ArrayList<>();

    @Option(names = ReadKeys.KEYS_FILE, paramLabel = "FILE", description = KEYS_FILE_DESCRIPTION)
    @Nullable
    String keysFile;

    @Option(names = DRY_RUN, description = "Check everything and write nothing.")
    boolean dryRun;

    @Option(
            names = CLEAR,
            description = "Delete all of a table's items, so that it ends up with the backup's alone. On a terminal,"
                    + " what will be deleted is shown and the table's name asked for.")
    boolean clearExistingData;

    @Option(
            names = CLEAR_MODE,
            paramLabel = "WHEN",
            converter = Values.Mode.class,
            description = "'before' deletes first, which it does if not given; 'after' writes first and then deletes"
                    + " what is not in the backup, so that the table is never empty.")
    @Nullable
    ClearMode clearMode;

    @Option(names = "--yes", description = "Clear without asking, also on a terminal.")
    boolean yes;

    @Option(
            names = WORKERS,
            paramLabel = "COUNT",
            defaultValue = "" + RestoreRequest.DEFAULT_WORKERS,
            converter = Values.Workers.class,
            description = "Writes on their way at a time, of all tables together, 1 to 256; 5 if not given.")
    int workers;

    @Option(
            names = MAX_WRITE_UNITS,
            paramLabel = "COUNT",
            converter = Values.WriteUnits.class,
            description = "The most write units a second that a table's restore may consume; no limit if not given.")
    @Nullable
    Integer maxWriteUnits;

    @Option(names = ALL_OR_NOTHING, description = "Restore no table if one of them fails validation.")
    boolean allOrNothing;

    @Option(
            names = ALLOW_MISMATCH,
            description = "Restore although the backup's environment or a table's name tells of another environment.")
    boolean allowEnvironmentMismatch;

    @Option(
            names = ONLY_MISSING,
            description =
                    "Never overwrite: write only the items whose key the table does not have. Each is a call of its"
                            + " own, and costs write units also where the table has an item.")
    boolean onlyMissing;

    @Option(
            names = ONLY_CHANGED,
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

    @Option(
            names = UNFINISHED,
            description =
                    "Restore nothing, but list the restores that have not come to their end, the newest first, and"
                            + " what goes on with each.")
    boolean unfinished;

    @Option(
            names = REJECTS,
            paramLabel = "KEY",
            description =
                    "Restore no backup, but write the items again that an earlier restore could not write, once the"
                            + " cause is mended. KEY is the rejects_key of that restore's result; may be repeated. "
                            + MAX_WRITE_UNITS + ", " + WORKERS + ", " + DRY_RUN + ", " + ALL_OR_NOTHING + ", "
                            + ONLY_MISSING
                            + ", " + ONLY_CHANGED + " and " + ALLOW_MISMATCH + " may stand beside it.")
    List<String> rejects = new ArrayList<>();

    @Option(
            names = ENGINE,
            paramLabel = "auto",
            converter = Values.EngineChoice.class,
            description =
                    "Restore nothing, but say on what the restore should run: one process, the restore function, a"
                            + " function for each data file, or a Spark cluster; with the time and the cost of each, and the"
                            + " command that starts it.")
    @Nullable
    String engine;

    @Option(
            names = DEADLINE,
            paramLabel = "TIME",
            converter = Values.TimeSpan.class,
            description = "With " + ENGINE + ": in what time it has to be done, as 90m, 8h or 2d.")
    @Nullable
    Duration deadline;

    /** The command as it was typed, without what asked for engines and workers; for a shell. */
    String typed() {
        List<String> words = new ArrayList<>(List.of("ddbvault"));
        List<String> args = command.root().commandLine().getParseResult().originalArgs();
        for (int i = 0; i < args.size(); i++) {
            String word = args.get(i);
            if (List.of(ENGINE, DEADLINE, WORKERS).contains(word)) {
                i++;
            } else if (!word.startsWith(ENGINE + "=")
                    && !word.startsWith(DEADLINE + "=")
                    && !word.startsWith(WORKERS + "=")
                    && !word.equals(DRY_RUN)
                    && !word.equals("--json")) {
                words.add(EngineCommand.quoted(word));
            }
        }
        return String.join(" ", words);
    }

    /** @throws ParameterException if the options contradict each other */
    boolean listsUnfinished() {
        if (unfinished) {
            requireNoneBeside(UNFINISHED);
        }
        return unfinished;
    }

    /** @throws ParameterException if the options contradict each other */
    RestoreRequest request() {
        if (deadline != null && engine == null) {
            throw usage("%s says in what time, but %s is not given".formatted(DEADLINE, ENGINE));
        }
        if (restoreId != null) {
            requireNoneBeside(RESTORE_ID);
            return RestoreRequest.goOnWith(restoreId);
        }
        if (!rejects.isEmpty()) {
            requireNoneBeside(
                    REJECTS,
                    DRY_RUN,
                    WORKERS,
                    MAX_WRITE_UNITS,
                    ALL_OR_NOTHING,
                    ALLOW_MISMATCH,
                    ONLY_MISSING,
                    ONLY_CHANGED);
        }
        WriteMode mode = writeMode();
        return begin().toBuilder()
                .dryRun(dryRun || engine != null)
                .rejects(rejects)
                .writeMode(mode)
                .build();
    }

    private WriteMode writeMode() {
        if (onlyMissing && onlyChanged) {
            throw usage("%s leaves what differs as the table has it, and %s replaces it: only one of them can be meant"
                    .formatted(ONLY_MISSING, ONLY_CHANGED));
        }
        if (clearExistingData && (onlyMissing || onlyChanged)) {
            throw usage("%s goes without %s, which leaves nothing that could be kept"
                    .formatted(onlyMissing ? ONLY_MISSING : ONLY_CHANGED, CLEAR));
        }
        return onlyMissing ? WriteMode.MISSING : onlyChanged ? WriteMode.CHANGED : WriteMode.ALL;
    }

    private RestoreRequest begin() {
        if (clearMode != null && !clearExistingData) {
            throw usage("%s says when to clear, but %s is not given".formatted(CLEAR_MODE, CLEAR));
        }
        List<String> named = tables == null ? null : List.copyOf(new LinkedHashSet<>(tables));
        Map<String, String> targetBySource = new LinkedHashMap<>();
        for (Values.Target target : targets) {
            if (targetBySource.put(target.source(), target.target()) != null) {
                throw usage("%s gives two targets for %s".formatted(TARGET, target.source()));
            }
        }
        List<String> problems = CheckTargets.problems(targetBySource, named);
        if (!problems.isEmpty()) {
            throw usage("%s: %s".formatted(TARGET, String.join("; ", problems)));
        }
        RestoreRequest request = new RestoreRequest(
                date,
                named,
                targetBySource,
                dryRun,
                clearExistingData,
                clearMode == null ? ClearMode.BEFORE : clearMode,
                workers,
                maxWriteUnits,
                allOrNothing,
                allowEnvironmentMismatch,
                null);
        return keys.isEmpty() && keysFile == null ? request : withKeys(request);
    }

    private RestoreRequest withKeys(RestoreRequest request) {
        String option = keys.isEmpty() ? ReadKeys.KEYS_FILE : KEY;
        if (clearExistingData) {
            throw usage("%s goes without %s, which would delete all other items".formatted(option, CLEAR));
        }
        if (request.tables() != null && request.tables().size() > 1) {
            throw usage("%s is of one table, and --table names %d"
                    .formatted(option, request.tables().size()));
        }
        return request.toBuilder().keys(ReadKeys.read(keys, keysFile, command)).build();
    }

    /** What says all the rest by itself stands alone: of what is said twice, one would have to be ignored. */
    private void requireNoneBeside(String alone, String... allowed) {
        List<String> others = command.commandLine().getParseResult().matchedOptions().stream()
                .filter(option ->
                        option.userObject() instanceof Field field && field.getDeclaringClass() == RestoreOptions.class)
                .map(option -> option.names()[0])
                .filter(name -> !name.equals(alone) && !List.of(allowed).contains(name))
                .toList();
        if (!others.isEmpty()) {
            throw usage("%s goes without %s".formatted(alone, String.join(", ", others)));
        }
    }

    private ParameterException usage(String problem) {
        return new ParameterException(command.commandLine(), problem);
    }
}
