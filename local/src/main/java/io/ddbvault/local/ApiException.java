package io.ddbvault.local;

/** A call refused as DynamoDB refuses it: HTTP 400 with the name of an exception and a text. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;

    ApiException(String type, String message) {
        super(message, null, false, false);
        this.type = type;
    }

    static ApiException validation(String message) {
        return new ApiException("ValidationException", message);
    }

    static ApiException tableNotFound(String nameOrArn) {
        return new ApiException("TableNotFoundException", "Table not found: " + nameOrArn);
    }

    /** The exception's name without its namespace. */
    String type() {
        return type;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
