package io.ddbvault.cli.progress;

/**
 * How bars look.
 *
 * @param unicode block characters, not just ASCII
 * @param colour the done part in colour
 */
public record BarStyle(boolean unicode, boolean colour) {
    private static final String GREEN = "\u001b[32m";
    private static final String PLAIN = "\u001b[0m";

    String bar(int done, int width) {
        String drawn = (unicode ? "█" : "#").repeat(done);
        String rest = (unicode ? "░" : ".").repeat(width - done);
        return (colour && done > 0 ? GREEN + drawn + PLAIN : drawn) + rest;
    }
}
