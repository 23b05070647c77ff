package io.ddbvault.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that was measured in one run. Not thread-safe. */
final class Results {
    private record Cell(Way way, ItemSize size) {}

    private final Map<Cell, List<Measurement>> cells = new LinkedHashMap<>();

    void add(Way way, ItemSize size, Measurement measured) {
        cells.computeIfAbsent(new Cell(way, size), cell -> new ArrayList<>()).add(measured);
    }

    /** In the order in which they were first measured. */
    Set<Way> ways() {
        Set<Way> ways = new LinkedHashSet<>();
        cells.keySet().forEach(cell -> ways.add(cell.way()));
        return ways;
    }

    /** The median, if it was measured several times. */
    Optional<Measurement> of(Way way, ItemSize size) {
        return Optional.ofNullable(cells.get(new Cell(way, size))).map(Measurement::median);
    }

    /** As {@link #of(Way, ItemSize)}, by the way's name. */
    Optional<Measurement> of(String way, ItemSize size) {
        return ways().stream()
                .filter(candidate -> candidate.name().equals(way))
                .findFirst()
                .flatMap(found -> of(found, size));
    }
}
