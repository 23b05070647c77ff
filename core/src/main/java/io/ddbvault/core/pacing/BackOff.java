package io.ddbvault.core.pacing;

/**
 * How many write units a second DynamoDB takes, found out from its throttling. There is no limit before the first. When it
 * throttles more than a few operations, the limit becomes four fifths of what got through lately, at most once a second.
 * While it throttles none it climbs, by 5 % a second at first, and the faster the longer that lasts: so it stays just
 * below what a table gives steadily, and is back soon after an outage. Not thread-safe. Times are in seconds from any
 * beginning.
 */
final class BackOff {
    private static final double CUT = 0.8;
    /** Throttles that come sooner than this after a cut belong to requests sent before it. */
    private static final double CUT_EVERY = 1;
    /** DynamoDB also leaves operations unprocessed for other reasons: so large a part of all is throttling. */
    private static final double THROTTLED = 0.05;
    /** When nothing at all gets through, the limit is halved, but not below this part of what last did. */
    private static final double OUTAGE_LEAST = 1.0 / 16;

    private static final double LEAST = 1;
    /** Where nothing ever got through, nothing is known but that it is too fast. */
    private static final double FIRST_GUESS = 100;

    private static final double CLIMB = 0.05;
    /** After so many seconds without a throttle it climbs twice as fast, after twice as many three times. */
    private static final double FASTER_AFTER = 10;
    /** More than any table has: what climbed so far is no limit any more. */
    private static final double NO_LIMIT = 1e7;

    private double limit = Double.POSITIVE_INFINITY;
    private double gotThrough;
    private double nextCut = Double.NaN;
    private double lastThrottle;
    private double climbedTo;
    private final Recent units = new Recent();
    private Recent operations = new Recent();
    private Recent refused = new Recent();

    /** Write units a second; infinite without a limit. */
    double limit(double now) {
        climb(now);
        return limit;
    }

    /**
     * Notes an answer.
     *
     * @param consumed write units
     * @param done operations that were done
     * @param left operations that were not
     */
    void answered(double consumed, int done, int left, double now) {
        if (Double.isNaN(nextCut)) {
            // What gets through is not known before it has been seen for a while.
            nextCut = now + CUT_EVERY;
        }
        units.add(consumed, now);
        operations.add(done + left, now);
        refused.add(left, now);
        if (left > 0 && refused.sum(now) >= THROTTLED * operations.sum(now)) {
            throttled(now);
        }
    }

    private void throttled(double now) {
        climb(now);
        lastThrottle = now;
        if (now < nextCut) {
            return;
        }
        nextCut = now + CUT_EVERY;
        operations = new Recent();
        refused = new Recent();
        double rate = units.perSecond(now);
        if (rate > 0) {
            gotThrough = rate;
            limit = Math.max(LEAST, CUT * Math.min(limit, rate));
        } else {
            double before = Double.isInfinite(limit) ? 2 * FIRST_GUESS : limit;
            limit = Math.max(LEAST, Math.max(gotThrough * OUTAGE_LEAST, before / 2));
        }
    }

    private void climb(double now) {
        double from = climbedTo - lastThrottle;
        double to = now - lastThrottle;
        climbedTo = now;
        if (to > from && Double.isFinite(limit)) {
            limit *= Math.exp(CLIMB * (to - from + (to * to - from * from) / (2 * FASTER_AFTER)));
            limit = limit > NO_LIMIT ? Double.POSITIVE_INFINITY : limit;
        }
    }

    /** The sum of the last one to two seconds. */
    private static final class Recent {
        private static final double PERIOD = 1;

        private double began = Double.NEGATIVE_INFINITY;
        private double current;
        private double before;
        private double beforeLasted = PERIOD;

        void add(double more, double now) {
            turn(now);
            current += more;
        }

        double sum(double now) {
            turn(now);
            return before + current;
        }

        double perSecond(double now) {
            return sum(now) / (now - began + beforeLasted);
        }

        private void turn(double now) {
            double lasted = now - began;
            if (lasted >= PERIOD) {
                before = lasted < 2 * PERIOD ? current : 0;
                beforeLasted = lasted < 2 * PERIOD ? lasted : PERIOD;
                current = 0;
                began = now;
            }
        }
    }
}
