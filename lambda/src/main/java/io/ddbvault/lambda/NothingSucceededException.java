package io.ddbvault.lambda;

/**
 * How a schedule's event ends of which nothing succeeded: nobody reads its answer, but Lambda counts, repeats and
 * forwards what is thrown. The message is the answer's body.
 */
public final class NothingSucceededException extends RuntimeException {
    /** Of the message. A state machine that fails tells of it in its cause, which has 32,768 characters at the most. */
    static final int MAX_BYTES = 16_000;

    NothingSucceededException(String body) {
        // No stack trace: it would tell of this class alone.
        super(body, null, false, false);
    }
}
