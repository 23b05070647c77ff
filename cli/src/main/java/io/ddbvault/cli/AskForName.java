package io.ddbvault.cli;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Asks a person for a table's name, before something that cannot be undone. On standard error. */
final class AskForName {
    private static final int LONGEST_QUOTE = 100;

    private final PrintStream err;
    private final BufferedReader keyboard;

    AskForName(PrintStream err, BufferedReader keyboard) {
        this.err = err;
        this.keyboard = keyboard;
    }

    /** @throws DdbvaultException {@code NOT_CONFIRMED} if the answer is anything but the name */
    void ask(String question, String table) {
        err.print(question);
        err.flush();
        String answer = answer();
        if (answer == null) {
            err.println();
            throw notConfirmed("the input ended without an answer for %s".formatted(table));
        }
        if (!answer.strip().equals(table)) {
            String quoted = answer.length() <= LONGEST_QUOTE ? answer : answer.substring(0, LONGEST_QUOTE) + "…";
            throw notConfirmed("'%s' is not %s".formatted(quoted, table));
        }
    }

    private @Nullable String answer() {
        try {
            return keyboard.readLine();
        } catch (IOException e) {
            return null;
        }
    }

    static DdbvaultException notConfirmed(String why) {
        return new DdbvaultException(
                ErrorCode.NOT_CONFIRMED,
                "Not confirmed: %s. Nothing was touched. --yes answers in advance, for scripts.".formatted(why));
    }
}
