package io.ddbvault.report;

import java.util.Locale;

/** How the backup of a day stands. */
public enum DayState {
    /** Every table has a COMPLETED export. */
    GOOD("good", ""),
    /** Some tables have one. */
    PARTIAL("partial", "P"),
    /** No table has one. */
    FAILED("failed", "F"),
    /** An export of it has not ended, whatever the others did. */
    RUNNING("running", "R"),
    /** The bucket holds no backup of that day, though it has earlier ones. */
    MISSING("missing", "M"),
    /** There is something, but not a manifest that can be understood. */
    UNREADABLE("unreadable", "U"),
    /** A rule of retention deleted it. */
    PRUNED("pruned", "–"),
    /** Today, before its backup began. */
    AHEAD("not yet", "");

    private final String label;
    private final String letter;

    DayState(String label, String letter) {
        this.label = label;
        this.letter = letter;
    }

    /** In one or two words, lower case. */
    public String label() {
        return label;
    }

    /** What tells it from others without colours; none where nothing is wrong. */
    public String letter() {
        return letter;
    }

    /** As a class of the page's style sheet. */
    public String style() {
        return "s-" + name().toLowerCase(Locale.ROOT);
    }

    /** As JSON says it. */
    String json() {
        return name();
    }
}
