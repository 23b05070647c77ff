package io.ddbvault.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The version that this was built as. Not from the jar's manifest: Lambda unpacks the jar. */
final class Version {
    static final String OF_THIS = read();

    private Version() {}

    private static String read() {
        try (InputStream text = Version.class.getResourceAsStream("version.txt")) {
            return text == null ? "development" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
