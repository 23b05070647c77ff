package io.ddbvault.core.manifest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of an export's ARN, {@code arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE/export/ID}.
 *
 * @param text the ARN
 * @param table the exported table's name
 * @param id 14 digits (the start, in milliseconds since 1970), a dash, 8 hex digits; the name of the export's folder
 */
public record ExportArn(String text, String table, String id) {
    private static final Pattern FORM =
            Pattern.compile("arn:[\\w-]+:dynamodb:[\\w-]*:\\d*:table/([a-zA-Z0-9_.-]+)/export/([a-zA-Z0-9_-]+)");

    /** The exported table's ARN. */
    public String tableArn() {
        return text.substring(0, text.lastIndexOf("/export/"));
    }

    /** @return empty if this is no export's ARN */
    public static Optional<ExportArn> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new ExportArn(text, matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }
}
