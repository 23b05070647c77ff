package io.ddbvault.core.restore;

import java.util.List;

/**
 * The restores that have begun and not come to their end.
 *
 * @param restores newest first
 * @param unreadable those whose checkpoint this version cannot read, newest first
 * @param notLookedAt how many older restores there are that may be unfinished or not
 */
public record UnfinishedRestores(List<RestoreStatus> restores, List<Unreadable> unreadable, int notLookedAt) {
    public UnfinishedRestores {
        restores = List.copyOf(restores);
        unreadable = List.copyOf(unreadable);
    }

    /** @param reason why, and what to do */
    public record Unreadable(String restoreId, String reason) {}
}
