package io.ddbvault.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/**
 * What a command sees of the process that it runs in.
 *
 * @param environment the environment variables
 * @param out what was asked for, and nothing else
 * @param err progress and errors
 * @param interactive whether {@code err} is a terminal whose cursor can be moved
 */
public record Terminal(Map<String, String> environment, PrintStream out, PrintStream err, boolean interactive) {
    /** The launcher knows whether standard error is a terminal; Java by itself cannot tell. */
    private static final String INTERACTIVE = "ddbvault.terminal";

    static Terminal ofThisProcess(Map<String, String> environment, PrintStream out, PrintStream err) {
        boolean dumb = "dumb".equals(environment.get("TERM"));
        return new Terminal(environment, out, err, Boolean.getBoolean(INTERACTIVE) && !dumb);
    }

    boolean colour() {
        String noColor = environment.getOrDefault("NO_COLOR", "");
        return interactive && noColor.isEmpty();
    }

    /** Whether block characters come out as such: by the locale, in POSIX's order. */
    boolean unicode() {
        for (String variable : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String locale = environment.getOrDefault(variable, "");
            if (!locale.isEmpty()) {
                return locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8");
            }
        }
        return false;
    }
}
