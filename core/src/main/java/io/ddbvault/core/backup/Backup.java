package io.ddbvault.core.backup;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.port.TableExports;
import io.ddbvault.core.port.Tables;
import java.time.InstantSource;

/** Backs up tables with DynamoDB's own export. */
public final class Backup {
    public Backup(
            Settings settings,
            BackupStore store,
            Tables tables,
            TableExports exports,
            InstantSource clock,
            Sleeper sleeper,
            ProgressListener listener) {}

    /**
     * @param stop exports still running when it is reached stay IN_PROGRESS; a later call finishes them
     * @throws io.ddbvault.core.error.DdbvaultException for what concerns the run as a whole
     */
    @SuppressWarnings("DoNotCallSuggester")
    public BackupSummary run(BackupRequest request, Stop stop) {
        throw new UnsupportedOperationException();
    }
}
