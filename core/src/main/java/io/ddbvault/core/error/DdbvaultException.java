package io.ddbvault.core.error;

import org.jspecify.annotations.Nullable;

/**
 * An expected failure. Its message names the object, says why, and says what to do next; it is shown to the user as it
 * is, and never holds an item's values.
 */
public final class DdbvaultException extends RuntimeException {
    private final ErrorCode code;

    public DdbvaultException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public DdbvaultException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /** The message; a method of its own because {@link #getMessage()} may be null by its type. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
