package io.ddbvault.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountsTest {
    @Test
    void aCountIsAWholeNumberThatALongHolds() {
        assertThat(List.<Number>of(0, 7, 1L << 40, Long.MAX_VALUE, 0.0, -0.0, 3.0, 0x1p53, 0x1.fffffffffffffp62))
                .allMatch(Counts::isCount);
    }

    @Test
    void whatIsNegativeOrInPartsOrTooLargeIsNone() {
        assertThat(List.<Number>of(
                        -1,
                        -1L,
                        Long.MIN_VALUE,
                        -1.0,
                        0.5,
                        0x1p63,
                        1e300,
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        BigInteger.ONE.shiftLeft(63),
                        BigInteger.ONE.shiftLeft(64).add(BigInteger.TEN),
                        new BigDecimal("1e30")))
                .noneMatch(Counts::isCount);
    }
}
