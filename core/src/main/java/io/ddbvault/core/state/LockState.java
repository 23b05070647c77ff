package io.ddbvault.core.state;

import org.jspecify.annotations.Nullable;

/**
 * Whether a table is locked.
 *
 * @param table the table's name
 * @param tableArn its ARN
 * @param lock the last one, alive or expired; null if no restore ever locked it
 * @param alive whether it keeps others from the table
 */
public record LockState(
        String table, String tableArn, @Nullable TableLock lock, boolean alive) {}
