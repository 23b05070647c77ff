package io.ddbvault.core.catalog;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * Days without a backup, one after the other.
 *
 * @param from the first of them
 * @param to the last of them, which may be the same
 */
public record Gap(LocalDate from, LocalDate to) {
    /** 1 and more. */
    public long days() {
        return ChronoUnit.DAYS.between(from, to) + 1;
    }
}
