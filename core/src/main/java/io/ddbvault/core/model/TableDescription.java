package io.ddbvault.core.model;

import org.jspecify.annotations.Nullable;

/**
 * What a step needs to know of an existing table.
 *
 * @param name the table's name
 * @param arn the table's ARN
 * @param id changes when the table is made anew under the same name; null where DynamoDB does not tell it
 * @param status as DescribeTable gives it; a restore writes to {@code ACTIVE} tables only
 * @param keySchema the primary key
 * @param itemCount approximate: DynamoDB refreshes it about every six hours
 * @param sizeBytes approximate, as {@code itemCount}
 * @param settings what its owner set that a restore meets with
 */
public record TableDescription(
        String name,
        String arn,
        @Nullable String id,
        String status,
        KeySchema keySchema,
        long itemCount,
        long sizeBytes,
        TableSettings settings) {

    /** A table with nothing set. */
    public TableDescription(
            String name,
            String arn,
            @Nullable String id,
            String status,
            KeySchema keySchema,
            long itemCount,
            long sizeBytes) {
        this(name, arn, id, status, keySchema, itemCount, sizeBytes, TableSettings.PLAIN);
    }

    public boolean isActive() {
        return status.equals("ACTIVE");
    }
}
