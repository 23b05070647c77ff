package io.ddbvault.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * When a call's work has to end, so that its answer still leaves the function before Lambda kills it.
 *
 * @param end when the work ends
 * @param left from the call's begin to the kill
 */
record Deadline(Instant end, Duration left) {
    /**
     * A call to AWS that is under way when the work has to end may hang for as long as a connection may stay silent, 30
     * seconds; then the exact counts are still to be put together and answered.
     */
    static final Duration MARGIN = Duration.ofSeconds(35);

    /** With less, not even a refusal by AWS would be answered. */
    static final Duration LEAST = Duration.ofSeconds(4);

    /** A function with a short timeout still gets half of it for its work: a backup needs seconds to start its exports. */
    static Deadline of(Context context, InstantSource clock) {
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
        Duration half = left.dividedBy(2);
        Duration margin = half.compareTo(MARGIN) < 0 ? half : MARGIN;
        return new Deadline(clock.instant().plus(left).minus(margin), left);
    }

    /** @throws DdbvaultException if there is no time to begin anything */
    void checkEnough() {
        if (left.compareTo(LEAST) < 0) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_SETTINGS,
                    "The function has %.1f seconds left, too few to begin. Set its timeout to 900 seconds, the most that Lambda allows. Nothing was read or written."
                            .formatted(left.toMillis() / 1000.0));
        }
    }
}
