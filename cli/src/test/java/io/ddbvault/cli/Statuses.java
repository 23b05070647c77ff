package io.ddbvault.cli;

import io.ddbvault.core.restore.RestoreStatus;
import io.ddbvault.core.restore.RestoreStatus.OpenTable;
import io.ddbvault.core.restore.TablePhase;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.state.LockState;
import io.ddbvault.core.state.TableLock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How restores stand that never ran. */
public final class Statuses {
    public static final String ID = "20250722T030000Z-1a2b3c4d";
    public static final String OTHER = "20250722T040000Z-5e6f7a8b";

    private Statuses() {}

    public static RestoreStatus status(List<OpenTable> open, TableResult... ended) {
        return new RestoreStatus(
                ID,
                2,
                "process 7 of ops on host-1",
                Instant.parse("2025-07-22T03:00:00.123Z"),
                Instant.parse("2025-07-22T03:14:05Z"),
                Reports.DATE,
                "test",
                open,
                List.of(ended),
                List.of());
    }

    public static OpenTable writing(@Nullable TableLock lock) {
        return new OpenTable("codes", "codes", TablePhase.WRITING, 50_000, 12_000, 3, 1_200, 4800, lock);
    }

    public static OpenTable waiting(@Nullable TableLock lock) {
        return new OpenTable("keys", "keys-copy", TablePhase.WAITING, 100, 0, 0, 0, 0, lock);
    }

    public static TableLock lock(String restoreId) {
        return new TableLock(
                "codes",
                restoreId,
                "process 7 of ops on host-1",
                "a token",
                Instant.parse("2025-07-22T03:14:01Z"),
                Instant.parse("2025-07-22T03:16:01Z"),
                List.of());
    }

    public static LockState lockState(@Nullable TableLock lock, boolean alive) {
        return new LockState("codes", "arn:aws:dynamodb:eu-west-1:111122223333:table/codes", lock, alive);
    }
}
