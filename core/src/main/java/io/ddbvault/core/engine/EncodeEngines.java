package io.ddbvault.core.engine;

import io.ddbvault.core.cost.EstimateCost;
import io.ddbvault.core.model.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A dry run's answer with what was found of the engines. Pure. */
public final class EncodeEngines {
    private EncodeEngines() {}

    /** @param command what starts a restore on an engine */
    public static Answer with(Answer dryRun, EngineAdvice advice, Function<EngineEstimate, String> command) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>(dryRun.body());
        Engine fits = advice.fits();
        body.put("engine", fits == null ? null : fits.label());
        body.put("engine_reason", advice.reason());
        body.put(
                "engines",
                advice.engines().stream()
                        .map(estimate -> fields(estimate, command))
                        .collect(Collectors.toList()));
        return new Answer(dryRun.statusCode(), body);
    }

    private static Map<String, @Nullable Object> fields(
            EngineEstimate estimate, Function<EngineEstimate, String> command) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("engine", estimate.engine().label());
        fields.put("at_a_time", estimate.atATime());
        fields.put("max_workers", estimate.workers());
        fields.put("estimated_duration_seconds", estimate.duration().toSeconds());
        fields.put("estimated_cost_usd", EstimateCost.rounded(estimate.dollars()));
        fields.put("unfit", estimate.unfit());
        fields.put("command", estimate.unfit() == null ? command.apply(estimate) : null);
        return fields;
    }
}
