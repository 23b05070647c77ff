package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.core.backup.BackupRequest;
import io.ddbvault.core.backup.BackupSummary;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.drill.CleanedDrills;
import io.ddbvault.core.drill.Confirmation;
import io.ddbvault.core.drill.DrillReport;
import io.ddbvault.core.drill.DrillRequest;
import io.ddbvault.core.event.ProgressEvent.DrillStarted;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import io.ddbvault.core.event.ProgressEvent.RestoreStarted;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupEraser;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.port.Surroundings;
import io.ddbvault.core.port.TableExports;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.DoUnit;
import io.ddbvault.core.restore.Restore;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.RestoreStatus;
import io.ddbvault.core.restore.UnfinishedRestores;
import io.ddbvault.core.restore.Workforce;
import io.ddbvault.core.state.LockState;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The command line with a vault that only notes what it is asked. */
final class RunCli {
    /** What every new restore is called. */
    static final String ID = "20250722T030000Z-00000001";

    private final WatchedOutput out = new WatchedOutput();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();

    private Function<BackupRequest, BackupSummary> backup = request -> Reports.backup();
    private Function<RestoreRequest, RestoreReport> restore = request -> Reports.restore();

    UnfinishedRestores unfinished = new UnfinishedRestores(List.of(), List.of(), 0);

    Function<String, RestoreStatus> status = id -> {
        throw new IllegalStateException("no test asked for a status");
    };

    Function<String, LockState> lock = table -> {
        throw new IllegalStateException("no test asked for a lock");
    };

    @Nullable
    DrillRequest drillRequest;

    Function<Confirmation, DrillReport> drill = confirmation -> {
        throw new IllegalStateException("no test asked for a drill");
    };

    Function<Boolean, CleanedDrills> cleanUp = alsoKept -> {
        throw new IllegalStateException("no test asked for a clean-up");
    };

    /** Whether a lock is still there to be removed. */
    boolean removes = true;

    final List<LockState> unlocked = new ArrayList<>();

    /** What commands that work on the ports see. */
    @Nullable
    BackupStore store;

    @Nullable
    BackupEraser eraser;

    @Nullable
    Tables tables;

    @Nullable
    TableExports exports;

    @Nullable
    Surroundings surroundings;

    InstantSource clock = InstantSource.system();

    @Nullable
    Settings settings;

    @Nullable
    Map<String, String> variables;

    @Nullable
    BackupRequest backupRequest;

    final List<RestoreRequest> restoreRequests = new ArrayList<>();

    private @Nullable BufferedReader keyboard;

    /** Whether somebody sits at the keyboard and does not see standard error. */
    boolean redirected;

    @Nullable
    Stop stop;

    final Interrupts interrupts = new Interrupts(print(err));

    static RunCli configured() {
        return new RunCli().with("BACKUP_BUCKET", "bucket").with("ENVIRONMENT", "test");
    }

    RunCli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    RunCli backingUp(Function<BackupRequest, BackupSummary> does) {
        backup = does;
        return this;
    }

    RunCli restoring(Function<RestoreRequest, RestoreReport> does) {
        restore = does;
        return this;
    }

    /** On a terminal, at which somebody types these lines and then ends the input. */
    RunCli answering(String... lines) {
        return typing(
                new StringReader(Arrays.stream(lines).map(line -> line + "\n").collect(Collectors.joining())));
    }

    RunCli typing(Reader input) {
        keyboard = new BufferedReader(input);
        return this;
    }

    int run(String... arguments) {
        return new Cli(
                        new Terminal(environment, print(out), print(err), false, keyboard, redirected, clock),
                        this::open,
                        interrupts)
                .run(arguments);
    }

    private Vault open(Settings given, Map<String, String> givenVariables, ProgressListener listener, Stop givenStop) {
        settings = given;
        variables = givenVariables;
        stop = givenStop;
        return new Vault() {
            @Override
            public BackupSummary backup(BackupRequest request) {
                backupRequest = request;
                return backup.apply(request);
            }

            @Override
            public RestoreReport restore(RestoreRequest request, String newId) {
                restoreRequests.add(request);
                String earlier = request.restoreId();
                if (!request.dryRun()) {
                    listener.on(new RestoreStarted(earlier == null ? ID : earlier));
                }
                listener.on(new PhaseStarted("table", Phase.WRITE, 5));
                return restore.apply(request);
            }

            @Override
            public RestoreReport restore(RestoreRequest request, String newId, Workforce workforce) {
                throw new AssertionError("the command line has no workforce");
            }

            @Override
            public Restore restoreInSteps(int atATime) {
                throw new AssertionError("the command line restores in one step");
            }

            @Override
            public <T> T unit(int atATime, Function<DoUnit, T> work) {
                throw new AssertionError("the command line does no units");
            }

            @Override
            public UnfinishedRestores unfinishedRestores() {
                return unfinished;
            }

            @Override
            public RestoreStatus status(String restoreId) {
                return status.apply(restoreId);
            }

            @Override
            public LockState lock(String table) {
                return lock.apply(table);
            }

            @Override
            public boolean unlock(LockState seen) {
                unlocked.add(seen);
                return removes;
            }

            @Override
            public DrillReport drill(DrillRequest request, String drillId, Confirmation confirmation) {
                drillRequest = request;
                listener.on(new DrillStarted(drillId));
                return drill.apply(confirmation);
            }

            @Override
            public CleanedDrills cleanUpDrills(boolean alsoKept) {
                return cleanUp.apply(alsoKept);
            }

            @Override
            public Answer fit(Answer answer) {
                return answer;
            }

            @Override
            public BackupStore store() {
                return Objects.requireNonNull(store, "no test gave a bucket");
            }

            @Override
            public BackupEraser eraser() {
                return Objects.requireNonNull(eraser, "no test gave an eraser");
            }

            @Override
            public BackupLayout layout() {
                return new BackupLayout(given.prefix());
            }

            @Override
            public Tables tables() {
                return Objects.requireNonNull(tables, "no test gave tables");
            }

            @Override
            public TableExports exports() {
                return Objects.requireNonNull(exports, "no test gave exports");
            }

            @Override
            public Surroundings surroundings() {
                return Objects.requireNonNull(surroundings, "no test gave surroundings");
            }

            @Override
            public void close() {}
        };
    }

    boolean opened() {
        return settings != null;
    }

    Settings settings() {
        return Objects.requireNonNull(settings);
    }

    BackupRequest backupRequest() {
        return Objects.requireNonNull(backupRequest);
    }

    /** The last one. */
    RestoreRequest restoreRequest() {
        return restoreRequests.get(restoreRequests.size() - 1);
    }

    String variable(String name) {
        return Objects.requireNonNull(variables).getOrDefault(name, "");
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Waits until the command has printed this, or has ended. */
    void awaitOut(String text, Future<?> command) throws InterruptedException {
        out.await(text, command);
    }

    /** Tells whoever waits for a text that more was printed. */
    private static final class WatchedOutput extends ByteArrayOutputStream {
        private static final long LOOK_AGAIN_MILLIS = 500;

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            notifyAll();
        }

        synchronized void await(String text, Future<?> command) throws InterruptedException {
            while (!toString(StandardCharsets.UTF_8).contains(text) && !command.isDone()) {
                wait(LOOK_AGAIN_MILLIS);
            }
        }
    }

    static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
