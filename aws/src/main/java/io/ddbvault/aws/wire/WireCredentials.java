package io.ddbvault.aws.wire;

import org.jspecify.annotations.Nullable;

/**
 * What a request is signed with.
 *
 * @param token of temporary credentials; null for lasting ones
 */
public record WireCredentials(
        String accessKey, String secret, @Nullable String token) {

    /** Whether the two that go into a header can do no harm there. */
    public boolean fitHeaders() {
        return visibleAscii(accessKey) && (token == null || visibleAscii(token));
    }

    private static boolean visibleAscii(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "credentials of " + accessKey;
    }
}
