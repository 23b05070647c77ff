package io.ddbvault.core.port;

/** An endpoint does not know this call, as an emulation of AWS may not. The message says who does not know what. */
public final class NotOfferedException extends RuntimeException {
    public NotOfferedException(String message) {
        super(message);
    }

    /** The message; a method of its own because {@link #getMessage()} may be null by its type. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
