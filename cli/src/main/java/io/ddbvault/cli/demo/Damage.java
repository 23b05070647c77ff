package io.ddbvault.cli.demo;

/**
 * What was done to a table.
 *
 * @param deleted items deleted
 * @param changed items replaced by others under the same key
 * @param added items put under new keys
 */
record Damage(int deleted, int changed, int added) {
    int total() {
        return deleted + changed + added;
    }
}
