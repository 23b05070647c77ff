package io.ddbvault.core.catalog;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The restores that need a backup, each in a sentence's end.
 *
 * @param byDate those whose date is known
 * @param ofAnyDate those that may read any
 */
record Readers(Map<LocalDate, List<String>> byDate, List<String> ofAnyDate) {
    static final Readers NONE = new Readers(Map.of(), List.of());

    List<String> of(LocalDate date) {
        List<String> all = new ArrayList<>(byDate.getOrDefault(date, List.of()));
        all.addAll(ofAnyDate);
        return all;
    }
}
