package io.ddbvault.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command sees of the process that it runs in.
 *
 * @param environment the environment variables
 * @param out what was asked for, and nothing else
 * @param err progress and errors
 * @param interactive whether {@code err} is a terminal whose cursor can be moved
 * @param keyboard where a person who reads {@code err} answers; null where nobody can be asked
 * @param redirected whether a person who sits at the keyboard cannot be asked because {@code err} goes elsewhere
 * @param clock what day and time it is, where a command says how old something is
 */
public record Terminal(
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        boolean interactive,
        @Nullable BufferedReader keyboard,
        boolean redirected,
        InstantSource clock) {
    /** The launcher knows whether standard error and standard input are a terminal; Java by itself cannot tell. */
    private static final String INTERACTIVE = "ddbvault.terminal";

    private static final String KEYBOARD = "ddbvault.keyboard";

    private static final int USUAL_COLUMNS = 80;

    /** A terminal at which nobody can be asked. */
    public Terminal(Map<String, String> environment, PrintStream out, PrintStream err, boolean interactive) {
        this(environment, out, err, interactive, null, false);
    }

    Terminal(
            Map<String, String> environment,
            PrintStream out,
            PrintStream err,
            boolean interactive,
            @Nullable BufferedReader keyboard,
            boolean redirected) {
        this(environment, out, err, interactive, keyboard, redirected, InstantSource.system());
    }

    static Terminal ofThisProcess(Map<String, String> environment, PrintStream out, PrintStream err) {
        boolean terminal = Boolean.getBoolean(INTERACTIVE);
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean person = Boolean.getBoolean(KEYBOARD);
        boolean attended = System.getProperty(INTERACTIVE) == null ? console() : terminal && person;
        return new Terminal(
                environment,
                out,
                err,
                terminal && !dumb,
                attended ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)) : null,
                person && !terminal);
    }

    /** Where the jar runs without the launcher: whether standard input and standard output are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // On Java 17 it does return null.
    private static boolean console() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on there can be a console without a terminal, and this method.
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** How wide it is: as the launcher measured, or as a terminal usually is. */
    int columns() {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : USUAL_COLUMNS;
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
