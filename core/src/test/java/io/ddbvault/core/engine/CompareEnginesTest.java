package io.ddbvault.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.engine.EngineWork.TableWork;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CompareEnginesTest {
    private static final long MILLION = 1_000_000;

    @Test
    void aSmallTableIsRestoredByOneProcess() {
        EngineAdvice advice = advise(50_000, 40_000, null);

        assertThat(advice.fits()).isEqualTo(Engine.PROCESS);
        assertThat(of(Engine.PROCESS, advice).duration()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void eachGetsTheWorkersThatItTakes() {
        assertThat(of(Engine.PROCESS, advise(100, 40_000, null)).workers()).isEqualTo(5);
        EngineAdvice advice = advise(1_000 * MILLION, 400_000, null);
        // Two processors write 80,000 units a second, and 5 workers 10,000.
        assertThat(of(Engine.PROCESS, advice).workers()).isEqualTo(40);
        assertThat(of(Engine.FUNCTION, advice).workers()).isEqualTo(20);
        assertThat(of(Engine.DISTRIBUTED_MAP, advice).workers()).isEqualTo(5);
        // 400,000 over 11 tasks.
        assertThat(of(Engine.SPARK, advice).workers()).isEqualTo(19);
    }

    @Test
    void aTableThatTakesHoursByItsQuotaIsForTheFunctionWhichNobodyHasToWatch() {
        // 1 TB of items of 1 KB.
        EngineAdvice advice = advise(1_000 * MILLION, 40_000, null);

        assertThat(advice.fits()).isEqualTo(Engine.FUNCTION);
        assertThat(of(Engine.FUNCTION, advice).duration()).isEqualTo(Duration.ofSeconds(25_000));
        // 25,000 s of 1,769 MB.
        assertThat(of(Engine.FUNCTION, advice).dollars().doubleValue()).isBetween(0.71, 0.73);
        assertThat(of(Engine.SPARK, advice).duration()).isEqualTo(Duration.ofSeconds(25_120));
    }

    @Test
    void whatTakesWeeksIsForNoStateMachine() {
        // 100 TB of items of 1 KB by the default quota: 29 days.
        EngineAdvice advice = advise(100_000 * MILLION, 40_000, null);

        assertThat(of(Engine.FUNCTION, advice).unfit()).isEqualTo("its state machine ends after 48 hours");
        assertThat(of(Engine.DISTRIBUTED_MAP, advice).unfit())
                .isEqualTo("its functions are called no longer than 10 days");
        assertThat(advice.fits()).isEqualTo(Engine.SPARK);
        assertThat(advise(100_000 * MILLION, 1_000_000, Duration.ofHours(30)).fits())
                .isEqualTo(Engine.DISTRIBUTED_MAP);
    }

    @Test
    void whereTheTableTakesMoreThanOneFunctionWritesManyDo() {
        EngineAdvice advice = advise(1_000 * MILLION, 400_000, null);

        assertThat(advice.fits()).isEqualTo(Engine.DISTRIBUTED_MAP);
        assertThat(of(Engine.FUNCTION, advice).duration()).isEqualTo(Duration.ofSeconds(25_000));
        assertThat(of(Engine.DISTRIBUTED_MAP, advice).atATime()).isEqualTo(40);
        assertThat(of(Engine.DISTRIBUTED_MAP, advice).duration()).isEqualTo(Duration.ofSeconds(2_530));
        assertThat(of(Engine.SPARK, advice).atATime()).isEqualTo(11);
    }

    @Test
    void withFewerFilesThanFunctionsSparkWhichCutsThemIsFaster() {
        EngineWork work = new EngineWork(
                List.of(new TableWork("orders", 1_000 * MILLION, 400_000, 2)), 2, Duration.ofHours(1), Map.of());

        EngineAdvice advice = CompareEngines.compare(work);

        assertThat(advice.fits()).isEqualTo(Engine.SPARK);
        assertThat(advice.reason()).isEqualTo("It is the simplest that does it in time.");
    }

    @Test
    void aDeadlineThatNothingMeetsIsSaidWithTheUnitsThatItWouldTake() {
        EngineAdvice advice = advise(1_000 * MILLION, 40_000, Duration.ofHours(1));

        assertThat(advice.reason())
                .isEqualTo(
                        "None does it in time; it is the fastest. In time would need some 277,778 write units a second, where the tables take 40,000: raise their capacity, or the quota, or max_write_units.");
    }

    @Test
    void whatOneProcessAloneDoesIsNotForOthers() {
        EngineWork work = new EngineWork(
                List.of(new TableWork("orders", 1_000 * MILLION, 400_000, 200)),
                2,
                null,
                Map.of(
                        Engine.DISTRIBUTED_MAP,
                        "clear_mode \"after\" is done by one process",
                        Engine.SPARK,
                        "clear_mode \"after\" is done by one process"));

        EngineAdvice advice = CompareEngines.compare(work);

        assertThat(of(Engine.SPARK, advice).unfit()).isEqualTo("clear_mode \"after\" is done by one process");
        assertThat(of(Engine.DISTRIBUTED_MAP, advice).unfit()).isNotNull();
        assertThat(advice.fits()).isEqualTo(Engine.PROCESS);
    }

    @Test
    void theSlowestTableSaysHowLongItTakes() {
        EngineWork work = new EngineWork(
                List.of(new TableWork("orders", 1_000_000, 40_000, 10), new TableWork("users", 1_000_000, 100, 1)),
                64,
                null,
                Map.of());

        assertThat(of(Engine.PROCESS, CompareEngines.compare(work)).duration()).isEqualTo(Duration.ofSeconds(10_000));
    }

    private static EngineAdvice advise(long units, long perSecond, @Nullable Duration deadline) {
        return CompareEngines.compare(
                new EngineWork(List.of(new TableWork("orders", units, perSecond, 200)), 2, deadline, Map.of()));
    }

    private static EngineEstimate of(Engine engine, EngineAdvice advice) {
        return advice.engines().stream()
                .filter(estimate -> estimate.engine() == engine)
                .findFirst()
                .orElseThrow();
    }
}
