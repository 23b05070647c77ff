package io.ddbvault.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.ExportEnded;
import io.ddbvault.core.event.ProgressEvent.ExportsRunning;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.Warning;
import io.ddbvault.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class CallLogTest {
    private final FakeClock clock = FakeClock.at("2025-07-22T02:00:00Z");
    private final CallLog log = new CallLog("request-1", clock);

    @Test
    void progressOfEachTableIsToldAtMostEveryTenSeconds() {
        try (CapturedOutput output = new CapturedOutput()) {
            for (int second = 0; second <= 35; second++) {
                log.on(advanced("one", second));
                log.on(advanced("other", second));
                clock.advance(Duration.ofSeconds(1));
            }

            assertThat(output.logged("progress"))
                    .extracting(line -> line.get("table"))
                    .containsExactly("one", "other", "one", "other", "one", "other");
            assertThat(output.logged("progress"))
                    .element(2)
                    .satisfies(line -> assertThat(line)
                            .contains(
                                    entry("requestId", "request-1"),
                                    entry("level", "INFO"),
                                    entry("table", "one"),
                                    entry("phase", "write"),
                                    entry("items", 2000),
                                    entry("expectedItems", 10_000),
                                    entry("itemsPerSecond", 100),
                                    entry("percent", 20.0),
                                    entry("remainingSeconds", 80)));
        }
    }

    @Test
    void theCompilersAreReadFromWhatTheJvmSaysOfItself() {
        assertThat(CallLog.compilers("mixed mode, emulated-client, sharing")).isEqualTo("C1");
        assertThat(CallLog.compilers("mixed mode, emulated-client")).isEqualTo("C1");
        assertThat(CallLog.compilers("mixed mode, sharing")).isEqualTo("C1 and C2");
        assertThat(CallLog.compilers("interpreted mode, sharing")).isEqualTo("none");
    }

    @Test
    void aCallsFiguresAreOneLineOfCloudWatchsFormat() {
        try (CapturedOutput output = new CapturedOutput()) {
            clock.advance(Duration.ofMillis(1234));
            log.metrics("backup-function", List.of(Metric.count("ItemsExported", 9_007_199_254_740_993L)));

            assertThat(output.text())
                    .contains("\"_aws\":{")
                    .contains("\"Timestamp\":1753149601234")
                    .contains(
                            "\"FunctionName\":\"backup-function\",\"ItemsExported\":9007199254740993,\"Duration\":1.234")
                    .hasLineCount(1);
        }
    }

    @Test
    void waitingForExportsIsProgressToo() {
        try (CapturedOutput output = new CapturedOutput()) {
            log.on(new ExportsRunning(2, 1, Duration.ofSeconds(1)));
            clock.advance(Duration.ofSeconds(10));
            log.on(new ExportsRunning(1, 2, Duration.ofSeconds(11)));

            assertThat(output.logged("progress"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains(entry("exportsRunning", 1), entry("exportsEnded", 2)));
        }
    }

    @Test
    void warningsAndFailedExportsAreToldAsTheyCome() {
        try (CapturedOutput output = new CapturedOutput()) {
            log.on(new Warning("look here"));
            log.on(new ExportEnded("orders", false, 0, "the bucket was full"));

            assertThat(output.logged("warning"))
                    .singleElement()
                    .satisfies(
                            line -> assertThat(line).contains(entry("level", "WARN"), entry("warning", "look here")));
            assertThat(output.logged("export failed"))
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains(entry("table", "orders"), entry("reason", "the bucket was full")));
        }
    }

    @Test
    void librariesWarningsBecomeLinesAndTheirChatterDoesNot() {
        Logger library = new JsonLogging().getLoggerFactory().getLogger("some.library");
        try (CapturedOutput output = new CapturedOutput()) {
            library.info("chatter {}", 1);
            library.warn("{} of {}", 1, 2, new IllegalStateException("cause"));

            assertThat(output.text().lines()).hasSize(1);
            assertThat(output.logged("1 of 2"))
                    .singleElement()
                    .satisfies(line -> assertThat(String.valueOf(line.get("stackTrace")))
                            .contains("IllegalStateException: cause"));
        }
    }

    private static Advanced advanced(String table, int second) {
        return new Advanced(table, Phase.WRITE, second * 100L, 10_000, second * 1000L, Duration.ofSeconds(second));
    }
}
