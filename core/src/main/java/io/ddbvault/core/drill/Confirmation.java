package io.ddbvault.core.drill;

/** Who starts a drill, told what it will cost. */
@FunctionalInterface
public interface Confirmation {
    /** Answered in advance. */
    Confirmation GIVEN = estimate -> {};

    /**
     * Returns if the drill shall go on.
     *
     * @throws io.ddbvault.core.error.DdbvaultException {@code NOT_CONFIRMED} if not; nothing was created then
     */
    void confirm(DrillEstimate estimate);
}
