package io.ddbvault.lambda;

/**
 * How a schedule's event ends of which nothing succeeded: nobody reads its answer, but Lambda counts, repeats and
 * forwards what is thrown. The message is the answer's body.
 */
public final class NothingSucceededException extends RuntimeException {
    NothingSucceededException(String body) {
        // No stack trace: it would tell of this class alone.
        super(body, null, false, false);
    }
}
