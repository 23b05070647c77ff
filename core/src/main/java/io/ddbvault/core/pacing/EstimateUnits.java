package io.ddbvault.core.pacing;

import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.model.WriteBatch.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What writes will cost, learned from what earlier ones did. Not thread-safe; its memory does not grow.
 *
 * <p>DynamoDB charges a put one write unit for each begun KB of the item, or of the item that it replaces if that is the
 * larger one, and a delete so for what it deletes (developer guide, "DynamoDB read and write operations"). Each index
 * that holds the item costs about as much again for what is projected into it, twice if the item moves within the
 * index. What of this cannot be seen in the request is learned: the units per KB of JSON for puts of each order of
 * magnitude, because an index of keys alone makes small items dear and large ones not; and the units per delete.
 *
 * <p>The JSON of an item is never shorter than the item, so before anything is learned an item's KB of JSON are its
 * price in a table without indexes, or too much.
 */
final class EstimateUnits {
    private static final int UNIT_BYTES = 1024;
    /** Deletes, and puts of 1, 2 to 3, 4 to 7 … 512 and more KB of JSON. */
    private static final int KINDS = 11;

    private final Kind[] kinds = new Kind[KINDS];

    EstimateUnits() {
        for (int kind = 0; kind < KINDS; kind++) {
            kinds[kind] = new Kind();
        }
    }

    /**
     * What some operations will cost. Estimates of different operations add.
     *
     * @param usual write units, on average
     * @param cautious the same, if the average is as wrong as it may be
     * @param variance of the sum, as single operations are dearer or cheaper than the average
     */
    record Estimate(double usual, double cautious, double variance) {
        static final Estimate NOTHING = new Estimate(0, 0, 0);
        /** An operation of a kind that nothing is known of: more than any limit, so that it is sent alone. */
        static final double UNKNOWN = 1e9;
        /** The sum of many operations is hardly ever further than this many standard deviations from the average. */
        private static final double DEVIATIONS = 3;

        /** What the operations cost with bad luck; more is rare. */
        double most() {
            return cautious + DEVIATIONS * Math.sqrt(Math.max(0, variance));
        }

        Estimate plus(Estimate other) {
            return new Estimate(usual + other.usual, cautious + other.cautious, variance + other.variance);
        }

        Estimate minus(Estimate other) {
            return new Estimate(usual - other.usual, cautious - other.cautious, variance - other.variance);
        }
    }

    /** What the first {@code count} operations of a batch will cost. */
    Estimate estimate(WriteBatch batch, int count) {
        Estimate sum = Estimate.NOTHING;
        for (int index = 0; index < count; index++) {
            sum = sum.plus(kinds[kind(batch, index)].estimate(weight(batch, index)));
        }
        return sum;
    }

    /**
     * How many of the batch's operations, from its first on, cost no more than {@code units}, and with bad luck no more
     * than {@code most}; one at least.
     */
    int fitting(WriteBatch batch, double units, double most) {
        Estimate sum = Estimate.NOTHING;
        for (int index = 0; index < batch.size(); index++) {
            sum = sum.plus(kinds[kind(batch, index)].estimate(weight(batch, index)));
            if (sum.cautious() > units || sum.most() > most) {
                return Math.max(1, index);
            }
        }
        return batch.size();
    }

    /**
     * Learns from the answer to the first {@code count} operations of a batch. Operations of several kinds tell only of
     * all of them together, so each kind is taken to be off by the same factor, and is corrected by as much as its part
     * in the sum.
     *
     * @param unprocessed indexes of those that were not done
     * @param consumed what the others cost; NaN if that was not said
     */
    void learn(WriteBatch batch, int count, List<Integer> unprocessed, double consumed) {
        Set<Integer> left = new HashSet<>(unprocessed);
        @Nullable Sample[] samples = new Sample[KINDS];
        double expected = 0;
        for (int index = 0; index < count; index++) {
            if (!left.contains(index)) {
                int kind = kind(batch, index);
                samples[kind] = Sample.add(samples[kind], weight(batch, index));
                expected += kinds[kind].estimate(weight(batch, index)).usual();
            }
        }
        for (int kind = 0; kind < KINDS; kind++) {
            Sample sample = samples[kind];
            if (sample != null) {
                kinds[kind].learn(sample, expected, Double.isNaN(consumed) ? expected : consumed);
            }
        }
        guessWhatIsNotSeen();
    }

    /** The dearest kind of puts is the best guess at another, should the answer to the first of that get lost. */
    private void guessWhatIsNotSeen() {
        double dearest = 1;
        for (int kind = 1; kind < KINDS; kind++) {
            dearest = Math.max(dearest, kinds[kind].seen == 0 ? 1 : kinds[kind].usual);
        }
        for (int kind = 1; kind < KINDS; kind++) {
            kinds[kind].usual = kinds[kind].seen == 0 ? dearest : kinds[kind].usual;
        }
    }

    private static int kind(WriteBatch batch, int index) {
        return batch.operation() == Operation.DELETE
                ? 0
                : Math.min(KINDS - 1, Integer.SIZE - Integer.numberOfLeadingZeros(weight(batch, index)));
    }

    private static int weight(WriteBatch batch, int index) {
        return batch.operation() == Operation.DELETE
                ? 1
                : (batch.end(index) - batch.start(index) + UNIT_BYTES - 1) / UNIT_BYTES;
    }

    /** The operations of one kind in a batch. */
    private record Sample(int operations, double weight, double squares) {
        static Sample add(@Nullable Sample sample, double weight) {
            return sample == null
                    ? new Sample(1, weight, weight * weight)
                    : new Sample(sample.operations + 1, sample.weight + weight, sample.squares + weight * weight);
        }
    }

    /** Units per weight: per KB of JSON, or per delete. */
    private static final class Kind {
        /** The average is that of about so many operations, */
        private static final double REMEMBERED = 200;
        /** and the variance of so many, as one dear operation in a thousand must not be forgotten before the next. */
        private static final double VARIANCE_REMEMBERED = 2000;
        /** After the first operation of a kind the next may be this many times dearer still; after a hundred hardly. */
        private static final double DOUBT = 3;

        private double usual = 1;
        private double latest = 1;
        private double variance;
        private double seen;

        Estimate estimate(double weight) {
            // Where small items end and large ones begin, the latest answer knows more than the average.
            double cautious = seen == 0 ? Estimate.UNKNOWN : weight * Math.max(usual, latest) * (1 + DOUBT / seen);
            return new Estimate(weight * usual, cautious, weight * weight * variance);
        }

        void learn(Sample sample, double expectedInAll, double consumedInAll) {
            double part = sample.weight * usual / expectedInAll;
            seen += sample.operations;
            latest = usual * consumedInAll / expectedInAll;
            usual += part * sample.operations / Math.min(seen, REMEMBERED) * (latest - usual);
            double off = (latest - usual) * sample.weight;
            variance += part
                    * sample.operations
                    / Math.min(seen, VARIANCE_REMEMBERED)
                    * (off * off / sample.squares - variance);
        }
    }
}
