package io.ddbvault.aws;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How batches of items get to DynamoDB. */
public enum Transport {
    /** By {@link WireItemWriter}: over connections of our own where that works, else by the SDK. */
    WIRE,
    /** By {@link SdkItemWriter} alone. */
    SDK;

    /** The environment variable that says which. */
    public static final String VARIABLE = "DDBVAULT_TRANSPORT";

    /** As a user writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty if no transport is called so. */
    public static Optional<Transport> of(String text) {
        return Arrays.stream(values())
                .filter(transport -> transport.text().equals(text))
                .findFirst();
    }
}
