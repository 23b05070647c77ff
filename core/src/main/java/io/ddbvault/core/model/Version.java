package io.ddbvault.core.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The version of ddbvault that this is, as the build wrote it down. Not from a jar's manifest: Lambda unpacks the jar,
 * and whoever takes the classes into a jar of their own has another one.
 */
public final class Version {
    /** Such as {@code 1.2.0}; {@code development} where nothing was built. */
    public static final String OF_THIS = read();

    private Version() {}

    private static String read() {
        try (InputStream text = Version.class.getResourceAsStream("version.txt")) {
            return text == null ? "development" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
