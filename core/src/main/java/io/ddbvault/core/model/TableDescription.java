package io.ddbvault.core.model;

/**
 * What a step needs to know of an existing table.
 *
 * @param name the table's name
 * @param arn the table's ARN
 * @param status as DescribeTable gives it; a restore writes to {@code ACTIVE} tables only
 * @param keySchema the primary key
 * @param itemCount approximate: DynamoDB refreshes it about every six hours
 * @param sizeBytes approximate, as {@code itemCount}
 */
public record TableDescription(
        String name, String arn, String status, KeySchema keySchema, long itemCount, long sizeBytes) {

    public boolean isActive() {
        return status.equals("ACTIVE");
    }
}
