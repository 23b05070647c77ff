package io.ddbvault.core.engine;

import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.UnitsAtATime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares the engines that could do a restore, by what the tables take, by what a processor writes, and by list prices of
 * us-east-1 ("AWS Lambda pricing", "AWS Step Functions pricing", "Amazon EMR pricing", 2026-11). Pure.
 */
public final class CompareEngines {
    /**
     * Write units that one processor writes a second. A third of what {@code docs/performance.md} measures for items of 1
     * KB, since neither TLS nor a network was between.
     */
    public static final long UNITS_PER_CORE = 40_000;

    /** Longer, a person's machine should not have to stay on. */
    static final Duration ATTENDED = Duration.ofHours(1);

    /** The state machine of the restore function calls it no longer. */
    private static final Duration LONGEST_BY_FUNCTION = Duration.ofDays(2);
    /** A child of the Distributed Map goes on no longer. */
    private static final Duration LONGEST_BY_MAP = Duration.ofDays(10);

    private static final Duration MAP_START = Duration.ofSeconds(30);
    private static final Duration SPARK_START = Duration.ofMinutes(2);

    /** Of the restore function's 1,769 MB, which are one processor. */
    private static final BigDecimal DOLLARS_PER_FUNCTION_SECOND =
            new BigDecimal("0.0000166667").multiply(BigDecimal.valueOf(1769.0 / 1024));

    private static final BigDecimal DOLLARS_PER_TRANSITION = new BigDecimal("0.000025");
    /** Of each child: start, call, look, end. */
    private static final long TRANSITIONS_PER_FILE = 4;

    /** EMR Serverless on x86: a vCPU and its 4 GB. */
    private static final BigDecimal DOLLARS_PER_CORE_HOUR =
            new BigDecimal("0.052624").add(new BigDecimal("0.0057785").multiply(BigDecimal.valueOf(4)));

    private CompareEngines() {}

    public static EngineAdvice compare(EngineWork work) {
        List<EngineEstimate> engines = List.of(process(work), function(work), distributedMap(work), spark(work));
        List<EngineEstimate> fit =
                engines.stream().filter(estimate -> estimate.unfit() == null).toList();
        Optional<EngineEstimate> fastest = fit.stream().min(Comparator.comparing(EngineEstimate::duration));
        if (fastest.isEmpty()) {
            return new EngineAdvice(engines, null, "No engine can do this.");
        }
        Duration deadline = work.deadline();
        return deadline == null
                ? withoutDeadline(engines, fit, fastest.get())
                : within(deadline, engines, fit, fastest.get(), work);
    }

    /** The simplest that takes hardly longer than the fastest. */
    private static EngineAdvice withoutDeadline(
            List<EngineEstimate> engines, List<EngineEstimate> fit, EngineEstimate fastest) {
        EngineEstimate best =
                simplest(fit, fastest.duration().multipliedBy(5).dividedBy(4).plus(SPARK_START));
        return new EngineAdvice(
                engines,
                best.engine(),
                best.engine() == fastest.engine()
                        ? "It is the fastest."
                        : "It is the simplest that takes hardly longer than the fastest.");
    }

    private static EngineAdvice within(
            Duration deadline,
            List<EngineEstimate> engines,
            List<EngineEstimate> fit,
            EngineEstimate fastest,
            EngineWork work) {
        if (fastest.duration().compareTo(deadline) <= 0) {
            return new EngineAdvice(
                    engines, simplest(fit, deadline).engine(), "It is the simplest that does it in time.");
        }
        long needed = divideUp(work.writeUnits(), Math.max(1, deadline.toSeconds()));
        return new EngineAdvice(
                engines,
                fastest.engine(),
                String.format(
                        Locale.ROOT,
                        "None does it in time; it is the fastest. In time would need some %,d write units a second, where the tables take %,d: raise their capacity, or the quota, or max_write_units.",
                        needed,
                        work.unitsPerSecond()));
    }

    private static EngineEstimate simplest(List<EngineEstimate> fit, Duration atMost) {
        return fit.stream()
                .filter(estimate -> estimate.duration().compareTo(atMost) <= 0)
                .filter(estimate -> estimate.engine() != Engine.PROCESS
                        || estimate.duration().compareTo(ATTENDED) <= 0)
                .findFirst()
                .orElseGet(() -> fit.stream()
                        .min(Comparator.comparing(EngineEstimate::duration))
                        .orElseThrow());
    }

    private static EngineEstimate process(EngineWork work) {
        return new EngineEstimate(
                Engine.PROCESS,
                work.cores(),
                workers(work, work.cores(), 1),
                duration(work, work.cores() * UNITS_PER_CORE, Duration.ZERO),
                BigDecimal.ZERO,
                null);
    }

    private static EngineEstimate function(EngineWork work) {
        Duration duration = duration(work, UNITS_PER_CORE, Duration.ZERO);
        String tooLong = duration.compareTo(LONGEST_BY_FUNCTION) > 0 ? "its state machine ends after 48 hours" : null;
        return new EngineEstimate(
                Engine.FUNCTION,
                1,
                workers(work, 1, 1),
                duration,
                functions(1, duration),
                unfit(Engine.FUNCTION, work, tooLong));
    }

    private static EngineEstimate distributedMap(EngineWork work) {
        int functions = UnitsAtATime.of(work.unitsPerSecond(), work.dataFiles());
        Duration duration = duration(work, functions * UnitsAtATime.UNITS_PER_FUNCTION, MAP_START);
        BigDecimal dollars = functions(functions, duration)
                .add(DOLLARS_PER_TRANSITION.multiply(BigDecimal.valueOf(TRANSITIONS_PER_FILE * work.dataFiles())));
        String tooLong =
                duration.compareTo(LONGEST_BY_MAP) > 0 ? "its functions are called no longer than 10 days" : null;
        return new EngineEstimate(
                Engine.DISTRIBUTED_MAP,
                functions,
                RestoreRequest.DEFAULT_WORKERS,
                duration,
                dollars,
                unfit(Engine.DISTRIBUTED_MAP, work, tooLong));
    }

    private static EngineEstimate spark(EngineWork work) {
        int cores = (int) Math.max(2, divideUp(work.unitsPerSecond(), UNITS_PER_CORE) + 1);
        Duration duration = duration(work, cores * UNITS_PER_CORE, SPARK_START);
        // And the driver's.
        BigDecimal hours =
                BigDecimal.valueOf(duration.toSeconds()).divide(BigDecimal.valueOf(3600), 6, RoundingMode.HALF_UP);
        BigDecimal dollars =
                DOLLARS_PER_CORE_HOUR.multiply(BigDecimal.valueOf(cores + 1L)).multiply(hours);
        return new EngineEstimate(
                Engine.SPARK,
                cores,
                workers(work, cores, cores),
                duration,
                dollars,
                work.unfit().get(Engine.SPARK));
    }

    private static @Nullable String unfit(Engine engine, EngineWork work, @Nullable String tooLong) {
        String asked = work.unfit().get(engine);
        return asked == null ? tooLong : asked;
    }

    /**
     * Writes on their way that it takes to write as much as the tables take, or the processors.
     *
     * @param parts that they are shared out over
     */
    private static int workers(EngineWork work, int processors, int parts) {
        long perSecond = Math.min(Math.min(work.unitsPerSecond(), work.writeUnits()), processors * UNITS_PER_CORE);
        long needed = divideUp(perSecond * RestoreRequest.DEFAULT_WORKERS, UnitsAtATime.UNITS_PER_FUNCTION * parts);
        return (int) Math.max(RestoreRequest.DEFAULT_WORKERS, Math.min(needed, RestoreRequest.MAX_WORKERS));
    }

    /** By the slowest table or by what the engine writes, whichever takes longer. */
    private static Duration duration(EngineWork work, long unitsPerSecond, Duration start) {
        double byEngine = (double) work.writeUnits() / unitsPerSecond;
        return start.plusSeconds((long) Math.ceil(Math.max(byEngine, work.leastSeconds())));
    }

    private static BigDecimal functions(int count, Duration each) {
        return DOLLARS_PER_FUNCTION_SECOND
                .multiply(BigDecimal.valueOf(count))
                .multiply(BigDecimal.valueOf(each.toSeconds()));
    }

    private static long divideUp(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
