package io.ddbvault.core.drill;

import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import java.time.LocalDate;

/** Compares what a scratch table holds with the backup that was restored into it. Reads only. */
@FunctionalInterface
public interface CompareScratch {
    /**
     * @param date the backup's
     * @param source the backed up table
     * @param scratch the table that the backup was restored into; its counts say what the export counts, for DynamoDB does not
     *     know its own yet
     * @throws io.ddbvault.core.error.DdbvaultException an error of the kind {@code CORRUPT_DATA} if the backup cannot be read
     *     whole; {@code STOPPED} if {@code stop} is reached before the end; what the
     *     ports throw
     */
    Comparison compare(LocalDate date, String source, TableDescription scratch, Stop stop);
}
