package io.ddbvault.core.error;

import io.ddbvault.core.model.Answer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/** The list of errors as a page for users, {@code docs/errors.md}. Pure. */
final class DescribeErrors {
    private static final String BEGIN = """
            # Errors

            <!-- Made from ErrorCode.java; ErrorsPageTest says how to make it again. -->

            Every failure that a person can do something about has one of these codes. The list is closed; names and numbers
            stay as they are, and a number is never used for something else. The message of an error says more than this page:
            it names the object, the reason, and what to do next.

            Where to find the code: in `body.error_code` of an answer that failed as a whole (from the functions, and from the
            command line with `--json`), and in `errorCode` of the functions' log. A table's own failure is told in words, in
            its `error`.

            **Concerns** says how far an error reaches when it is met before anything is written:

            - *the run*: nothing is touched, and the call fails with %s.
            - *one table*: that table is FAILED and untouched (in a dry run ERROR, or NO_EXPORT where the backup has none of it;
              after STOPPED it is SKIPPED), and the other tables go on. The call ends with %s if one of them
              got something, else with %s. Where the same thing is wrong with what all tables need, such as
              the backup's own manifest or a right on the bucket, it ends the run.

            Met while a table is written, an error never hides what was done: the table is PARTIAL_SUCCESS, or FAILED if nothing
            was written, with exact counts.

            Wrong usage of the command line is told before anything is read; its exit code is 64.

            **Passes** says whether the same call may succeed a little later with nothing changed. Of all others, trying again
            changes nothing until something was mended.
            """;

    private DescribeErrors() {}

    static String page() {
        StringBuilder page =
                new StringBuilder(BEGIN.formatted(told(Answer.NOTHING), told(Answer.PARTLY), told(Answer.NOTHING)));
        for (ErrorKind kind : ErrorKind.values()) {
            page.append("\n## ").append(title(kind)).append("\n\n");
            page.append("| number | code | means | do next | concerns | passes |\n");
            page.append("|---|---|---|---|---|---|\n");
            page.append(Arrays.stream(ErrorCode.values())
                    .filter(code -> code.kind() == kind)
                    .sorted(Comparator.comparingInt(ErrorCode::number))
                    .map(DescribeErrors::row)
                    .collect(Collectors.joining()));
        }
        return page.toString();
    }

    private static String told(int status) {
        return "status %d, exit code %d".formatted(status, new Answer(status, Map.of()).exitCode());
    }

    private static String row(ErrorCode code) {
        return "| %d | `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        code.number(),
                        code.name(),
                        code.meaning(),
                        code.nextStep(),
                        code.concernsTheRun() ? "the run" : "one table",
                        code.passes() ? "yes" : "");
    }

    private static String title(ErrorKind kind) {
        return switch (kind) {
            case USER -> "The request asks for something that cannot be";
            case CONFIGURATION -> "A setting, a table or a right must be changed first";
            case THROTTLED -> "AWS asks for fewer calls";
            case CORRUPT_DATA -> "The backup is not what its manifests say";
            case AWS -> "AWS failed, refused or cannot be reached";
            case INTERNAL -> "A defect of ddbvault";
        };
    }
}
