package io.ddbvault.core.verify;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a backup.
 *
 * @param object which, as {@code s3://bucket/key}; null where it is no single one
 * @param line in that object, from 1; 0 where it is no single one
 * @param text a sentence that also names the object and the line; no item's values
 */
public record Problem(@Nullable String object, long line, String text) {
    static Problem of(@Nullable String object, String text) {
        return new Problem(object, 0, text);
    }

    /** @param what completes "line 5 …" */
    static Problem inLine(String object, long line, String what) {
        return new Problem(object, line, "%s line %d %s.".formatted(object, line, what));
    }
}
