package io.ddbvault.core.restore;

/**
 * What was done to one table, by this run and those before it.
 *
 * @param cleared deletes that DynamoDB acknowledged
 * @param written the writes
 */
record TableTally(ValidatedTable table, long cleared, WriteLedger.Sum written) {}
