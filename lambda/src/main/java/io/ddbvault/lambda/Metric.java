package io.ddbvault.lambda;

import java.time.Duration;

/** A figure of one call, as CloudWatch counts it. */
record Metric(String name, Unit unit, Number value) {
    /** Those of CloudWatch that are used here. */
    enum Unit {
        COUNT("Count"),
        SECONDS("Seconds");

        private final String text;

        Unit(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static Metric count(String name, long value) {
        return new Metric(name, Unit.COUNT, value);
    }

    static Metric seconds(String name, Duration value) {
        return new Metric(name, Unit.SECONDS, value.toMillis() / 1000.0);
    }
}
