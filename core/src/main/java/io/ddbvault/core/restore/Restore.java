package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.port.Tables;
import java.time.InstantSource;

/** Restores tables from a backup into existing tables. */
public final class Restore {
    public Restore(
            Settings settings,
            BackupReader backups,
            Tables tables,
            ItemWriter writer,
            InstantSource clock,
            Sleeper sleeper,
            ProgressListener listener) {}

    /**
     * @param stop reached in mid-run, the restore ends at a batch boundary and says exactly what it wrote
     * @throws io.ddbvault.core.error.DdbvaultException for an error of the request or the environment; no table was
     *     touched then
     */
    @SuppressWarnings("DoNotCallSuggester")
    public RestoreReport run(RestoreRequest request, Stop stop) {
        throw new UnsupportedOperationException();
    }
}
