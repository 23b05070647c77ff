package io.ddbvault.bench;

import java.util.ArrayList;
import java.util.List;

/** Processor time beside the number of items written, as both grow. Not thread-safe. */
final class UseOverItems {
    private record Sample(long cpu, long items) {}

    private final long items;
    private final List<Sample> samples = new ArrayList<>();

    /** @param items how many there will be */
    UseOverItems(long items) {
        this.items = items;
    }

    /** @param cpu nanoseconds so far */
    void add(long cpu, long written) {
        samples.add(new Sample(cpu, written));
    }

    /** µs per item of all the process did. */
    double total() {
        return samples.isEmpty() ? 0 : samples.get(samples.size() - 1).cpu() / 1000.0 / items;
    }

    /**
     * µs per item from the half of the items, between two samples, to the last sample that still had some before it: what
     * comes after the last item is no part of it. NaN where the run was too short to tell.
     */
    double steady() {
        double half = items / 2.0;
        Sample before = new Sample(0, 0);
        double cpuAtHalf = Double.NaN;
        Sample last = before;
        for (Sample sample : samples) {
            if (Double.isNaN(cpuAtHalf) && sample.items() >= half) {
                double share = (half - before.items()) / (sample.items() - before.items());
                cpuAtHalf = before.cpu() + share * (sample.cpu() - before.cpu());
            }
            if (sample.items() > last.items()) {
                last = sample.items() < items || last.items() <= half ? sample : last;
            }
            before = sample;
        }
        return last.items() <= half ? Double.NaN : (last.cpu() - cpuAtHalf) / 1000.0 / (last.items() - half);
    }
}
