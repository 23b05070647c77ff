package io.ddbvault.core.catalog;

/**
 * Which backups of a table stay: the newest good one of each of the last days, weeks, months and years that have one, and
 * the last ones whatever their dates. Periods without a good backup are not counted, so that nothing goes only because the
 * backups have stopped. Weeks begin on Monday (ISO 8601), all in UTC.
 *
 * @param daily 0 and more, as the others
 */
public record RetentionRules(int last, int daily, int weekly, int monthly, int yearly) {
    public RetentionRules {
        if (last < 0 || daily < 0 || weekly < 0 || monthly < 0 || yearly < 0) {
            throw new IllegalArgumentException("a rule keeps 0 backups or more");
        }
    }

    /** Whether they would let everything go but the last good one. */
    public boolean keepNothing() {
        return last + (long) daily + weekly + monthly + yearly == 0;
    }
}
