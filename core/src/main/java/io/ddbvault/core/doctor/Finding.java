package io.ddbvault.core.doctor;

import org.jspecify.annotations.Nullable;

/**
 * What one check came to.
 *
 * @param check what was looked at, in a word or two
 * @param found a sentence without its full stop, which names the object
 * @param fix a command, a setting or what to look at; null where there is nothing to do
 */
public record Finding(
        String check, Level level, String found, @Nullable String fix) {
    /** How bad it is. */
    public enum Level {
        OK,
        /** Works, and should not stay so. */
        WARN,
        /** Backups or restores fail by it, or have. */
        FAIL,
        /** Could not be looked at. */
        SKIP
    }

    static Finding ok(String check, String found) {
        return new Finding(check, Level.OK, found, null);
    }

    static Finding warn(String check, String found, String fix) {
        return new Finding(check, Level.WARN, found, fix);
    }

    static Finding fail(String check, String found, @Nullable String fix) {
        return new Finding(check, Level.FAIL, found, fix);
    }

    static Finding skip(String check, String found) {
        return new Finding(check, Level.SKIP, found, null);
    }
}
