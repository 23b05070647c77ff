package io.ddbvault.core.config;

import java.util.regex.Pattern;

/**
 * The naming guard: tells from a table's name whether it belongs to this environment, so that a staging backup never
 * lands in production by accident.
 *
 * @param text literal text in which {@code {environment}} and {@code {type}} each stand for one or more characters;
 *     empty switches the guard off
 */
public record TableNamePattern(String text) {
    /** What a table's name says of its environment. */
    public enum Verdict {
        /** The name is one of this environment. */
        SAME_ENVIRONMENT,
        /** The name follows the pattern with another environment in it. */
        OTHER_ENVIRONMENT,
        /** The name does not follow the pattern and says nothing. */
        NO_MATCH,
        /** There is no pattern. */
        NOT_CHECKED
    }

    public Verdict check(String table, String environment) {
        if (text.isBlank()) {
            return Verdict.NOT_CHECKED;
        }
        if (regex(Pattern.quote(environment)).matcher(table).matches()) {
            return Verdict.SAME_ENVIRONMENT;
        }
        return regex(".+").matcher(table).matches() ? Verdict.OTHER_ENVIRONMENT : Verdict.NO_MATCH;
    }

    private Pattern regex(String environment) {
        // \Q…\E around the literal parts; the placeholders step out of it.
        return Pattern.compile(Pattern.quote(text)
                .replace("{environment}", "\\E" + environment + "\\Q")
                .replace("{type}", "\\E.+\\Q"));
    }
}
