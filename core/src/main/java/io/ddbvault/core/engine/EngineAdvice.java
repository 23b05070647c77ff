package io.ddbvault.core.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which engine fits.
 *
 * @param engines all of them
 * @param fits the simplest that does it in time; null if none can do it at all
 * @param reason one sentence
 */
public record EngineAdvice(
        List<EngineEstimate> engines, @Nullable Engine fits, String reason) {
    public EngineAdvice {
        engines = List.copyOf(engines);
    }
}
