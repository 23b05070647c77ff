package io.ddbvault.aws;

import java.util.regex.Pattern;

/**
 * What may be repeated of DynamoDB's explanation of a refused item. Some explanations quote the item: {@code Input
 * collection [a, a] contains duplicates}.
 */
final class RefusalText {
    /** From the first quote or bracket to the last one: a value may itself hold some, so pairs cannot be trusted. */
    private static final Pattern QUOTED = Pattern.compile("['\"`\\[{(<].*['\"`\\]})>]", Pattern.DOTALL);

    private static final Pattern OPEN_QUOTE = Pattern.compile("['\"`\\[{(<].*", Pattern.DOTALL);
    /** {@code The parameter cannot be converted to a numeric value: abc}. */
    private static final Pattern VALUE = Pattern.compile("(?i)\\bvalue:.*", Pattern.DOTALL);

    private RefusalText() {}

    static String withoutItems(String text) {
        String cut = VALUE.matcher(text).replaceFirst("value …");
        if (QUOTED.matcher(cut).find()) {
            return QUOTED.matcher(cut).replaceFirst("…");
        }
        return OPEN_QUOTE.matcher(cut).replaceFirst("…");
    }
}
