package io.ddbvault.core.model;

/**
 * How much may be written to a table, or to one of its indexes.
 *
 * @param provisioned whether this is a capacity that is paid for, or the limit of one that is paid by use
 * @param unitsPerSecond in write units; 0 where nobody set a limit
 */
public record WriteCapacity(boolean provisioned, long unitsPerSecond) {
    /** Paid by use, and no limit set. */
    public static final WriteCapacity ON_DEMAND = new WriteCapacity(false, 0);

    public boolean isLimited() {
        return unitsPerSecond > 0;
    }
}
