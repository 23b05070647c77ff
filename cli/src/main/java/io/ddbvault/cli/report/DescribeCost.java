package io.ddbvault.cli.report;

import io.ddbvault.core.cost.EstimateCost;
import io.ddbvault.core.cost.RestoreCost;
import io.ddbvault.core.restore.TableResult.Estimate;
import java.time.Duration;

/** What a restore costs, for people. Pure. */
public final class DescribeCost {
    private static final Duration SHORT = Duration.ofMinutes(1);

    private DescribeCost() {}

    /**
     * {@code costs $0.07 on demand in us-east-1, for 110,000 write units and 12 read units in all}.
     *
     * @param mayKeep whether items may be left as they are, which costs less
     */
    public static String costs(Estimate estimate, boolean mayKeep) {
        RestoreCost cost = estimate.cost();
        if (cost.provisioned()) {
            return "costs nothing on top, since the table's capacity is provisioned";
        }
        return "costs %s%s on demand in us-east-1%s"
                .formatted(
                        EstimateCost.dollars(cost.dollars()),
                        mayKeep ? " at the most," : "",
                        cost.writeUnits() == estimate.writeUnits() ? "" : ", for %s in all".formatted(units(cost)));
    }

    /** {@code takes about 0:15}. */
    public static String takes(RestoreCost cost) {
        return cost.duration().compareTo(SHORT) < 0
                ? "takes less than a minute"
                : "takes about " + Human.duration(cost.duration());
    }

    /** {@code about 110,000 write units and 12 read units ($0.07 on demand in us-east-1), takes less than a minute}. */
    public static String all(RestoreCost cost) {
        return "about %s (%s), %s"
                .formatted(
                        units(cost),
                        cost.provisioned()
                                ? "of a capacity that is provisioned"
                                : EstimateCost.dollars(cost.dollars()) + " on demand in us-east-1",
                        takes(cost));
    }

    private static String units(RestoreCost cost) {
        String writes = Human.count(cost.writeUnits(), "write unit");
        return cost.readUnits() == 0 ? writes : writes + " and " + Human.count(cost.readUnits(), "read unit");
    }
}
