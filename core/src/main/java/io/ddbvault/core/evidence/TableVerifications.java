package io.ddbvault.core.evidence;

import io.ddbvault.core.evidence.Verification.Verdict;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a table's backups: the latest verification of each depth.
 *
 * @param latest none for a depth at which the table was never verified
 */
public record TableVerifications(String table, Map<Depth, Verification> latest) {
    public TableVerifications {
        Map<Depth, Verification> ordered = new EnumMap<>(Depth.class);
        ordered.putAll(latest);
        latest = Collections.unmodifiableMap(ordered);
    }

    public static TableVerifications none(String table) {
        return new TableVerifications(table, Map.of());
    }

    public Optional<Verification> of(Depth depth) {
        return Optional.ofNullable(latest.get(depth));
    }

    /** The one that ended last, of any depth. */
    public Optional<Verification> newest() {
        return latest.values().stream().max(Comparator.comparing(Verification::verifiedAt));
    }

    /** The one that ended last, of any depth, and found nothing wrong. */
    public Optional<Verification> newestGood() {
        return latest.values().stream()
                .filter(verification -> verification.verdict() == Verdict.GOOD)
                .max(Comparator.comparing(Verification::verifiedAt));
    }

    /** With another one, unless what is known of its depth ended later. */
    TableVerifications with(Depth depth, Verification verification) {
        Verification known = latest.get(depth);
        if (known != null && known.verifiedAt().isAfter(verification.verifiedAt())) {
            return this;
        }
        Map<Depth, Verification> all = new EnumMap<>(Depth.class);
        all.putAll(latest);
        all.put(depth, verification);
        return new TableVerifications(table, all);
    }
}
