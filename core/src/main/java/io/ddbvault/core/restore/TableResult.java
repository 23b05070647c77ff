package io.ddbvault.core.restore;

import io.ddbvault.core.cost.RestoreCost;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one table. In a dry run the counts of what was done are 0, and the estimates say what would be.
 *
 * @param table the backed up table's name
 * @param target the name of the table to write; mostly the same
 * @param exportArn null where the backup has no export of it
 * @param filesProcessed data files read to their end
 * @param expectedItems from the export's own manifest
 * @param itemsWritten acknowledged by DynamoDB
 * @param itemsFailed read, but no item, or refused by DynamoDB
 * @param itemsCleared deletes acknowledged by DynamoDB
 * @param estimate what a dry run found; null otherwise
 * @param failures the first of the items that failed
 * @param rejectsKey key of the object that lists them all; null if there are none, or the restore has not ended
 * @param error why it is not COMPLETED or READY; null if it is
 * @param itemsKept not written because of what the table has; null where every item is to be written
 * @param missingKeys that were asked for, and of which the backup has nothing; null where that is not so or not known
 */
public record TableResult(
        String table,
        String target,
        TableStatus status,
        @Nullable String exportArn,
        long filesProcessed,
        long expectedItems,
        long itemsWritten,
        long itemsFailed,
        long itemsCleared,
        @Nullable Estimate estimate,
        List<FailedItem> failures,
        @Nullable String rejectsKey,
        @Nullable String error,
        @Nullable Long itemsKept,
        @Nullable MissingKeys missingKeys) {
    public TableResult {
        failures = List.copyOf(failures);
    }

    /**
     * Keys that the backup lacks.
     *
     * @param count of them all
     * @param first the first of them, in DynamoDB JSON
     */
    public record MissingKeys(long count, List<String> first) {
        public MissingKeys {
            first = List.copyOf(first);
        }
    }

    /** Where no keys were asked for, or all were found. */
    public TableResult(
            String table,
            String target,
            TableStatus status,
            @Nullable String exportArn,
            long filesProcessed,
            long expectedItems,
            long itemsWritten,
            long itemsFailed,
            long itemsCleared,
            @Nullable Estimate estimate,
            List<FailedItem> failures,
            @Nullable String rejectsKey,
            @Nullable String error,
            @Nullable Long itemsKept) {
        this(
                table,
                target,
                status,
                exportArn,
                filesProcessed,
                expectedItems,
                itemsWritten,
                itemsFailed,
                itemsCleared,
                estimate,
                failures,
                rejectsKey,
                error,
                itemsKept,
                null);
    }

    /** Where every item is to be written. */
    public TableResult(
            String table,
            String target,
            TableStatus status,
            @Nullable String exportArn,
            long filesProcessed,
            long expectedItems,
            long itemsWritten,
            long itemsFailed,
            long itemsCleared,
            @Nullable Estimate estimate,
            List<FailedItem> failures,
            @Nullable String rejectsKey,
            @Nullable String error) {
        this(
                table,
                target,
                status,
                exportArn,
                filesProcessed,
                expectedItems,
                itemsWritten,
                itemsFailed,
                itemsCleared,
                estimate,
                failures,
                rejectsKey,
                error,
                null);
    }

    /** Of a table that is restored in its place, and of which nothing was rejected. */
    public TableResult(
            String table,
            TableStatus status,
            @Nullable String exportArn,
            long filesProcessed,
            long expectedItems,
            long itemsWritten,
            long itemsFailed,
            long itemsCleared,
            @Nullable Estimate estimate,
            @Nullable String error) {
        this(
                table,
                table,
                status,
                exportArn,
                filesProcessed,
                expectedItems,
                itemsWritten,
                itemsFailed,
                itemsCleared,
                estimate,
                List.of(),
                null,
                error);
    }

    TableResult withRejects(@Nullable String key) {
        return with(status, estimate, key, error, itemsKept, missingKeys);
    }

    /** The same with another status, and without an estimate: it is no dry run's any more. */
    TableResult withStatus(TableStatus other) {
        return with(other, null, rejectsKey, error, itemsKept, missingKeys);
    }

    TableResult withRemark(String sentence) {
        return with(
                status,
                estimate,
                rejectsKey,
                error == null ? sentence : error + " " + sentence,
                itemsKept,
                missingKeys);
    }

    TableResult withKept(@Nullable Long kept) {
        return with(status, estimate, rejectsKey, error, kept, missingKeys);
    }

    TableResult withMissing(@Nullable MissingKeys missing) {
        return with(status, estimate, rejectsKey, error, itemsKept, missing);
    }

    private TableResult with(
            TableStatus newStatus,
            @Nullable Estimate newEstimate,
            @Nullable String newRejectsKey,
            @Nullable String newError,
            @Nullable Long newItemsKept,
            @Nullable MissingKeys newMissingKeys) {
        return new TableResult(
                table,
                target,
                newStatus,
                exportArn,
                filesProcessed,
                expectedItems,
                itemsWritten,
                itemsFailed,
                itemsCleared,
                newEstimate,
                failures,
                newRejectsKey,
                newError,
                newItemsKept,
                newMissingKeys);
    }

    /** Whether the items went to another table than they came from. */
    public boolean elsewhere() {
        return !target.equals(table);
    }

    public long itemsProcessed() {
        return itemsWritten + itemsFailed + (itemsKept == null ? 0 : itemsKept);
    }

    /**
     * What a dry run found.
     *
     * @param dataFiles listed by the export's manifest
     * @param sizeBytes of the data files, compressed
     * @param existingItems what a clear would delete, as DescribeTable says: approximate
     * @param writeUnits what writing the items would consume, from the table's average item size
     * @param duration what the restore takes at the least, by the target's capacity and the request's limit; null where
     *     there is neither
     * @param targetArn of the table that would be written; it names account and Region
     * @param readUnits what looking up the items would consume; null where that is not done
     * @param cost all that the restore would consume, in dollars and in time
     */
    public record Estimate(
            long dataFiles,
            long sizeBytes,
            long existingItems,
            long writeUnits,
            @Nullable Duration duration,
            String targetArn,
            @Nullable Long readUnits,
            RestoreCost cost) {

        /** Where nothing is looked up, cleared or indexed. */
        public Estimate(
                long dataFiles,
                long sizeBytes,
                long existingItems,
                long writeUnits,
                @Nullable Duration duration,
                String targetArn) {
            this(
                    dataFiles,
                    sizeBytes,
                    existingItems,
                    writeUnits,
                    duration,
                    targetArn,
                    null,
                    RestoreCost.onDemand(writeUnits, 0));
        }
    }
}
