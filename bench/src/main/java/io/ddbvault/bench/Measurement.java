package io.ddbvault.bench;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one path needed for one table.
 *
 * @param total processor time of the whole process, from its start, in µs per item
 * @param steady the same of the second half of the items alone, which start and warm-up are no part of
 * @param itemsPerSecond all items by the time from the process's start to its end
 * @param peakMegabytes the most memory that it held
 */
record Measurement(double total, double steady, double itemsPerSecond, double peakMegabytes) {

    /** Of each figure by itself. */
    static Measurement median(List<Measurement> runs) {
        return new Measurement(
                median(runs, Measurement::total),
                median(runs, Measurement::steady),
                median(runs, Measurement::itemsPerSecond),
                median(runs, Measurement::peakMegabytes));
    }

    private static double median(List<Measurement> runs, ToDoubleFunction<Measurement> figure) {
        List<Double> sorted = runs.stream()
                .map(figure::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
