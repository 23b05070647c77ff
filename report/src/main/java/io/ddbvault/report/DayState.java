package io.ddbvault.report;

import java.util.Locale;

/** How the backup of a day stands. */
public enum DayState {
    /** Every table has a COMPLETED export. */
    GOOD("good"),
    /** Some tables have one. */
    PARTIAL("partial"),
    /** No table has one. */
    FAILED("failed"),
    /** An export of it has not ended, whatever the others did. */
    RUNNING("running"),
    /** The bucket holds no backup of that day, though it has earlier ones. */
    MISSING("missing"),
    /** There is something, but not a manifest that can be understood. */
    UNREADABLE("unreadable"),
    /** A rule of retention deleted it. */
    PRUNED("pruned"),
    /** Today, before its backup began. */
    AHEAD("not yet");

    private final String label;

    DayState(String label) {
        this.label = label;
    }

    /** In one or two words, lower case. */
    public String label() {
        return label;
    }

    /** As a class of the page's style sheet, which also gives it a shape and a letter. */
    public String style() {
        return "s-" + name().toLowerCase(Locale.ROOT);
    }
}
