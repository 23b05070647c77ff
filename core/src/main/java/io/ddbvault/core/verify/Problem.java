package io.ddbvault.core.verify;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a backup.
 *
 * @param object which, as {@code s3://bucket/key}; null where it is no single one
 * @param line in that object, from 1; 0 where it is no single one
 * @param text a sentence that also names the object and the line; no item's values
 */
public record Problem(@Nullable String object, long line, String text) implements Serializable {
    static Problem of(@Nullable String object, String text) {
        return new Problem(object, 0, text);
    }

    static Problem sameKey(String object, long line) {
        return inLine(object, line, "has the same key as another item");
    }

    /** @param what completes "line 5 …" */
    static Problem inLine(String object, long line, String what) {
        return new Problem(object, line, "%s line %d %s.".formatted(object, line, what));
    }
}
