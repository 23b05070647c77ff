package io.ddbvault.core.drill;

import io.ddbvault.core.model.WriteCapacity;
import io.ddbvault.core.restore.RestoreRequest;
import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a drill is asked to do.
 *
 * @param date the backup's date; null for the latest that has a completed export of the table
 * @param table the backed up table; it is read for its keys alone, and need not exist any more
 * @param maxWorkers calls that write that may be on their way at a time, as in {@link RestoreRequest}
 * @param maxWriteUnits the most write units a second that the restore may consume, 1 and more; null for no limit
 * @param provisionedWriteUnits the scratch table's write units a second, 1 and more, and its read units; null for a table
 *     that is paid by use
 * @param keepTable leaves the scratch table there, to be looked at
 * @param temporary the folder that the comparison's temporary files go to, in a folder of their own
 */
public record DrillRequest(
        @Nullable LocalDate date,
        String table,
        int maxWorkers,
        @Nullable Integer maxWriteUnits,
        @Nullable Integer provisionedWriteUnits,
        boolean keepTable,
        Path temporary) {
    /** The system's own folder for temporary files. */
    public static final Path USUAL_TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    /** Into a scratch table that is paid by use. */
    public DrillRequest(
            @Nullable LocalDate date,
            String table,
            int maxWorkers,
            @Nullable Integer maxWriteUnits,
            boolean keepTable,
            Path temporary) {
        this(date, table, maxWorkers, maxWriteUnits, null, keepTable, temporary);
    }

    /** The scratch table's. */
    WriteCapacity capacity() {
        return provisionedWriteUnits == null ? WriteCapacity.ON_DEMAND : new WriteCapacity(true, provisionedWriteUnits);
    }

    /** A drill of a table's latest backup. */
    public static DrillRequest ofLatest(String table) {
        return new DrillRequest(null, table, RestoreRequest.DEFAULT_WORKERS, null, null, false, USUAL_TEMPORARY);
    }
}
