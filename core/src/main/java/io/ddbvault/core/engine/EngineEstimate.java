package io.ddbvault.core.engine;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an engine would need.
 *
 * @param atATime processors, functions or Spark's cores that it would have at work
 * @param workers {@code max_workers} that it takes, of a process, a function or a task of Spark
 * @param duration of the whole restore
 * @param dollars for the engine; the writes cost the same with each, and are not in it
 * @param unfit why it is not for this restore; null if it is
 */
public record EngineEstimate(
        Engine engine,
        int atATime,
        int workers,
        Duration duration,
        BigDecimal dollars,
        @Nullable String unfit) {}
