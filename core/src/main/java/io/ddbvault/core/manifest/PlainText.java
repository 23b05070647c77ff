package io.ddbvault.core.manifest;

import java.util.regex.Pattern;

/** Texts of manifests as they may be stored again, used as keys, and shown on a terminal. */
public final class PlainText {
    private static final int MAX_SHOWN = 200;
    /** What a terminal obeys, and halves of surrogate pairs, which UTF-8 cannot spell. */
    private static final Pattern ODD = Pattern.compile("[\\p{Cc}\\p{Cs}]");

    private static final Pattern ODD_IN_PROSE = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\n\r\t]]");

    private static final Pattern HALF_PAIR = Pattern.compile("\\p{Cs}");

    private PlainText() {}

    /** Whether UTF-8 can spell it. */
    static boolean isSpellable(String text) {
        return !HALF_PAIR.matcher(text).find();
    }

    /** Whether it is one line of characters that can be shown. */
    public static boolean is(String text) {
        return !ODD.matcher(text).find();
    }

    /** Prose, which may have lines, with a mark in place of what is odd. */
    public static String of(String prose) {
        return ODD_IN_PROSE.matcher(prose).replaceAll("\ufffd");
    }

    /** The beginning of a text of any kind and length, for a message. */
    public static String shorten(String text) {
        String shown = ODD.matcher(text).replaceAll("\ufffd");
        return shown.length() <= MAX_SHOWN ? shown : shown.substring(0, MAX_SHOWN) + "…";
    }
}
