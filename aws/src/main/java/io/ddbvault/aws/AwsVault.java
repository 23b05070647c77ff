package io.ddbvault.aws;

import io.ddbvault.core.backup.Backup;
import io.ddbvault.core.backup.BackupRequest;
import io.ddbvault.core.backup.BackupSummary;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.diff.DiffTable;
import io.ddbvault.core.diff.OpenBackup;
import io.ddbvault.core.drill.CleanUpDrills;
import io.ddbvault.core.drill.CleanedDrills;
import io.ddbvault.core.drill.CompareByDiff;
import io.ddbvault.core.drill.CompareScratch;
import io.ddbvault.core.drill.Confirmation;
import io.ddbvault.core.drill.Drill;
import io.ddbvault.core.drill.DrillReport;
import io.ddbvault.core.drill.DrillRequest;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupEraser;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.port.Surroundings;
import io.ddbvault.core.port.TableExports;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.DoUnit;
import io.ddbvault.core.restore.FitAnswer;
import io.ddbvault.core.restore.ListUnfinished;
import io.ddbvault.core.restore.ReadRestoreStatus;
import io.ddbvault.core.restore.Restore;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.RestoreStatus;
import io.ddbvault.core.restore.UnfinishedRestores;
import io.ddbvault.core.restore.Workforce;
import io.ddbvault.core.state.LockState;
import io.ddbvault.core.state.UnlockTable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;

/** A vault on AWS, or on whatever the endpoints name: where the steps of {@code core} meet the ports of this module. */
public final class AwsVault implements Vault {
    private final Settings settings;
    private final AwsClients clients;
    private final boolean ownsClients;
    private final BackupStore store;
    private final Tables tables;
    private final ProgressListener listener;
    private final Stop stop;
    /** Of the last restore, whose report goes under it; a dry run's too. */
    private volatile String restoreId = "unnamed";

    private AwsVault(Settings settings, AwsClients clients, boolean ownsClients, ProgressListener listener, Stop stop) {
        this.settings = settings;
        this.clients = clients;
        this.ownsClients = ownsClients;
        this.store = new S3BackupStore(clients.s3(), settings.bucket(), settings.bucketOwner(), settings.kmsKeyId());
        this.tables = new DynamoDbTables(clients.dynamoDb());
        this.listener = listener;
        this.stop = stop;
    }

    /** A {@link Vault.Opener}: a vault with clients of its own, closed with it. */
    public static Vault open(Settings settings, Map<String, String> environment, ProgressListener listener, Stop stop) {
        return new AwsVault(settings, AwsClients.create(environment), true, listener, stop);
    }

    /** A vault on clients that others use too and that stay open when it is closed. */
    public static Vault on(AwsClients clients, Settings settings, ProgressListener listener, Stop stop) {
        return new AwsVault(settings, clients, false, listener, stop);
    }

    @Override
    public BackupSummary backup(BackupRequest request) {
        DynamoDbExports exports = new DynamoDbExports(clients.dynamoDb());
        return new Backup(settings, store, tables, exports, InstantSource.system(), Sleeper.SYSTEM, listener)
                .run(request, stop);
    }

    @Override
    public RestoreReport restore(RestoreRequest request, String newId) {
        restoreId = request.restoreId() == null ? newId : request.restoreId();
        try (AwsItemWriter writer = AwsItemWriter.open(clients)) {
            return new Restore(
                            settings,
                            store,
                            tables,
                            writer,
                            new SdkExistingItems(clients),
                            InstantSource.system(),
                            Sleeper.SYSTEM,
                            owner(),
                            listener)
                    .run(request, newId, stop);
        }
    }

    @Override
    public RestoreReport restore(RestoreRequest request, String newId, Workforce workforce) {
        restoreId = request.restoreId() == null ? newId : request.restoreId();
        return Restore.by(workforce, settings, store, tables, InstantSource.system(), Sleeper.SYSTEM, owner(), listener)
                .run(request, newId, stop);
    }

    @Override
    public Restore restoreInSteps(int atATime) {
        return Restore.inSteps(
                atATime, settings, store, tables, InstantSource.system(), Sleeper.SYSTEM, owner(), listener);
    }

    @Override
    public <T> T unit(int atATime, Function<DoUnit, T> work) {
        try (AwsItemWriter writer = AwsItemWriter.open(clients)) {
            return work.apply(new DoUnit(
                    settings,
                    store,
                    tables,
                    writer,
                    new SdkExistingItems(clients),
                    InstantSource.system(),
                    Sleeper.SYSTEM,
                    owner(),
                    listener,
                    Runtime.getRuntime().maxMemory() / atATime));
        }
    }

    /** Enough for a person to find the process that has locked a table. */
    private static String owner() {
        String function = System.getenv("AWS_LAMBDA_FUNCTION_NAME");
        if (function != null) {
            return "function " + function + " " + System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
        }
        return "process %d of %s on %s"
                .formatted(ProcessHandle.current().pid(), System.getProperty("user.name"), host());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "an unknown host";
        }
    }

    @Override
    public UnfinishedRestores unfinishedRestores() {
        return new ListUnfinished(store, layout(), InstantSource.system()).list();
    }

    @Override
    public RestoreStatus status(String restoreId) {
        return new ReadRestoreStatus(store, layout(), InstantSource.system()).read(restoreId);
    }

    @Override
    public LockState lock(String table) {
        return unlockTable().look(table);
    }

    @Override
    public boolean unlock(LockState seen) {
        return unlockTable().remove(seen);
    }

    private UnlockTable unlockTable() {
        return new UnlockTable(tables, store, layout(), InstantSource.system());
    }

    @Override
    public DrillReport drill(DrillRequest request, String drillId, Confirmation confirmation) {
        InstantSource clock = InstantSource.system();
        CompareScratch compareScratch = new CompareByDiff(
                new OpenBackup(settings.bucket(), layout(), store),
                new DiffTable(store, tables, clock, Sleeper.SYSTEM, listener),
                request.temporary());
        try (AwsItemWriter writer = AwsItemWriter.open(clients)) {
            return new Drill(
                            settings,
                            store,
                            tables,
                            new DynamoDbScratchTables(clients.dynamoDb()),
                            writer,
                            compareScratch,
                            clock,
                            Sleeper.SYSTEM,
                            new SecureRandom(),
                            owner(),
                            listener)
                    .run(request, drillId, confirmation, stop);
        }
    }

    @Override
    public CleanedDrills cleanUpDrills(boolean alsoKept) {
        return new CleanUpDrills(
                        store, layout(), tables, new DynamoDbScratchTables(clients.dynamoDb()), InstantSource.system())
                .cleanUp(alsoKept);
    }

    @Override
    public BackupStore store() {
        return store;
    }

    @Override
    public BackupEraser eraser() {
        return new S3BackupEraser(clients.s3(), settings.bucket(), settings.bucketOwner(), layout());
    }

    @Override
    public BackupLayout layout() {
        return new BackupLayout(settings.prefix());
    }

    @Override
    public Tables tables() {
        return tables;
    }

    @Override
    public TableExports exports() {
        return new DynamoDbExports(clients.dynamoDb());
    }

    @Override
    public Surroundings surroundings() {
        return new AwsSurroundings(clients, settings.bucket(), settings.bucketOwner(), InstantSource.system());
    }

    @Override
    public Answer fit(Answer answer) {
        return new FitAnswer(store, layout(), () -> restoreId).fit(answer);
    }

    @Override
    public void close() {
        if (ownsClients) {
            clients.close();
        }
    }
}
