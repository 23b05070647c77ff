package io.ddbvault.testkit.program;

import org.junit.jupiter.api.Assumptions;

/** Skips a test so that whoever reads the build's output sees it. */
public final class SkipAloud {
    private SkipAloud() {}

    /**
     * @param reason what is missing, and what is therefore not tested
     * @return never
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // As JUnit's own abort: it fits wherever a value is wanted.
    public static <T> T because(String reason) {
        String text = "SKIPPED: " + reason;
        System.out.println(text);
        return Assumptions.abort(text);
    }
}
