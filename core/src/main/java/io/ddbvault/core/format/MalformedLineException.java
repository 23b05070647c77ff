package io.ddbvault.core.format;

/** A line of a data file that is no item. The message says what was expected and where, never what stands there. */
public final class MalformedLineException extends Exception {
    public MalformedLineException(String message) {
        // No stack trace: a damaged file can hold millions of these, and the place in the file is what helps.
        super(message, null, false, false);
    }

    /** What is wrong with the line. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
