package io.ddbvault.cli.report;

import io.ddbvault.core.cost.EstimateCost;
import io.ddbvault.core.engine.EngineAdvice;
import io.ddbvault.core.engine.EngineEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Which engine fits a restore, for people. Pure. */
public final class DescribeEngines {
    private DescribeEngines() {}

    /** Several lines, the last without its end. */
    public static String text(EngineAdvice advice, Function<EngineEstimate, String> command) {
        List<String> lines = new ArrayList<>();
        lines.add("Engines, beside the cost of the writes, which is the same with each:");
        advice.engines().forEach(estimate -> lines.add(line(estimate)));
        lines.add(advice.engines().stream()
                .filter(estimate -> estimate.engine() == advice.fits())
                .findFirst()
                .map(estimate -> "Run it as %s. %s%n  %s"
                        .formatted(estimate.engine().label(), advice.reason(), command.apply(estimate)))
                .orElse(advice.reason()));
        return String.join(System.lineSeparator(), lines);
    }

    private static String line(EngineEstimate estimate) {
        String unfit = estimate.unfit();
        return "  %-15s  %s"
                .formatted(
                        estimate.engine().label(),
                        unfit == null
                                ? "about %s, %s, %s"
                                        .formatted(
                                                Human.duration(estimate.duration()),
                                                EstimateCost.dollars(estimate.dollars()),
                                                atATime(estimate))
                                : "no: " + unfit);
    }

    private static String atATime(EngineEstimate estimate) {
        return switch (estimate.engine()) {
            case PROCESS -> "on this machine";
            case FUNCTION -> "one function after the other";
            case DISTRIBUTED_MAP -> Human.count(estimate.atATime(), "function") + " at a time";
            case SPARK -> Human.count(estimate.atATime(), "core");
        };
    }
}
