package io.ddbvault.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {
    private static final Instant NOW = Instant.parse("2025-07-22T02:00:00Z");

    @ParameterizedTest
    @CsvSource({"900, 865", "100, 65", "70, 35", "60, 30", "20, 10", "6, 3"})
    void workEndsThirtyFiveSecondsBeforeTheTimeoutOrAtItsHalf(int left, int work) {
        Deadline deadline = Deadline.of(new CallOfTest(Duration.ofSeconds(left)), () -> NOW);

        assertThat(deadline.end()).isEqualTo(NOW.plusSeconds(work));
        assertThatCode(deadline::checkEnough).doesNotThrowAnyException();
    }

    @Test
    void withLessThanFourSecondsNothingIsBegun() {
        Deadline deadline = Deadline.of(new CallOfTest(Duration.ofMillis(3_900)), () -> NOW);

        assertThatThrownBy(deadline::checkEnough)
                .isInstanceOf(DdbvaultException.class)
                .hasMessage(
                        "The function has 3.9 seconds left, too few to begin. Set its timeout to 900 seconds, the most that Lambda allows. Nothing was read or written.");
    }
}
