package io.ddbvault.aws;

import io.ddbvault.core.backup.BackupRequest;
import io.ddbvault.core.backup.BackupSummary;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.drill.CleanedDrills;
import io.ddbvault.core.drill.Confirmation;
import io.ddbvault.core.drill.DrillReport;
import io.ddbvault.core.drill.DrillRequest;
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
import io.ddbvault.core.restore.RestoreId;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.RestoreStatus;
import io.ddbvault.core.restore.UnfinishedRestores;
import io.ddbvault.core.restore.Workforce;
import io.ddbvault.core.state.LockState;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/** One deployment's backups, ready to work on. */
public interface Vault extends AutoCloseable {
    /** @see io.ddbvault.core.backup.Backup#run */
    BackupSummary backup(BackupRequest request);

    /** As below, with an id that nobody was told before. */
    default RestoreReport restore(RestoreRequest request) {
        return restore(request, RestoreId.create(Instant.now(), new SecureRandom()));
    }

    /** @see io.ddbvault.core.restore.Restore#run */
    RestoreReport restore(RestoreRequest request, String newId);

    /** As above, and a workforce writes the items. */
    RestoreReport restore(RestoreRequest request, String newId, Workforce workforce);

    /**
     * A restore whose units others begin and do.
     *
     * @param atATime of a table at most
     */
    Restore restoreInSteps(int atATime);

    /**
     * For a restore's units.
     *
     * @param atATime how many this process does at a time, and shares its memory out over
     * @param work is given what does them, for as long as it lasts
     */
    <T> T unit(int atATime, Function<DoUnit, T> work);

    /** @see io.ddbvault.core.restore.ListUnfinished#list */
    UnfinishedRestores unfinishedRestores();

    /** @see io.ddbvault.core.restore.ReadRestoreStatus#read */
    RestoreStatus status(String restoreId);

    /** @see io.ddbvault.core.state.UnlockTable#look */
    LockState lock(String table);

    /** @see io.ddbvault.core.state.UnlockTable#remove */
    boolean unlock(LockState seen);

    /** @see io.ddbvault.core.drill.Drill#run */
    DrillReport drill(DrillRequest request, String drillId, Confirmation confirmation);

    /** @see io.ddbvault.core.drill.CleanUpDrills#cleanUp */
    CleanedDrills cleanUpDrills(boolean alsoKept);

    /** @see io.ddbvault.core.restore.FitAnswer#fit */
    Answer fit(Answer answer);

    /** The backups' bucket, for steps that look at backups alone. */
    BackupStore store();

    /** What deletes backups from that bucket. */
    BackupEraser eraser();

    /** Where things lie in that bucket. */
    BackupLayout layout();

    /** The tables of this account and Region. */
    Tables tables();

    /** DynamoDB's exports. */
    TableExports exports();

    /** What backups and restores stand in, for whoever checks it. */
    Surroundings surroundings();

    @Override
    void close();

    /** Opens vaults. Tests give one that opens no connection. */
    @FunctionalInterface
    interface Opener {
        /**
         * @param environment where the SDK's own settings come from: region, endpoints, credentials
         * @param stop when the vault's work has to end
         * @throws io.ddbvault.core.error.DdbvaultException if a setting of the SDK is missing or wrong
         */
        Vault open(Settings settings, Map<String, String> environment, ProgressListener listener, Stop stop);
    }
}
