package io.ddbvault.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A job's arguments without those that AWS Glue puts among them for itself ("Using job parameters in AWS Glue jobs"): no
 * option of ours begins with a capital letter. Pure.
 */
final class LeaveOutGlue {
    private static final Set<String> LOWER_CASE =
            Set.of("--job-language", "--job-bookmark-option", "--class", "--extra-jars", "--encryption_type");

    private LeaveOutGlue() {}

    static String[] from(String[] arguments) {
        List<String> ours = new ArrayList<>();
        boolean value = false;
        for (String argument : arguments) {
            boolean option = argument.startsWith("--");
            boolean glues = option && (LOWER_CASE.contains(argument) || argument.matches("--[A-Z][A-Za-z_]*"));
            if (!glues && !(value && !option)) {
                ours.add(argument);
            }
            value = glues;
        }
        return ours.toArray(String[]::new);
    }
}
