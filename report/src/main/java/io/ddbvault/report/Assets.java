package io.ddbvault.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page's style and script, and the policy that allows these two and nothing else: no address, no other script, whatever
 * text found its way into the page.
 *
 * @param style as it stands in the page's element, to the byte
 * @param script likewise
 */
public record Assets(String style, String script) {
    static final Assets OF_PAGE = new Assets(read("report.css"), read("report.js"));

    /** A Content-Security-Policy. The style and the script are allowed by what they hash to. */
    public String policy() {
        return "default-src 'none'; style-src '%s'; script-src '%s'; img-src data:; base-uri 'none'; form-action 'none'"
                .formatted(hash(style), hash(script));
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(String name) {
        try (InputStream text = Assets.class.getResourceAsStream(name)) {
            if (text == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            // A browser counts a line's end as one character before it hashes.
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
