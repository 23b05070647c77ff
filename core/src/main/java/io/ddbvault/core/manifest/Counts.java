package io.ddbvault.core.manifest;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Counts as a parsed manifest holds them. */
final class Counts {
    private Counts() {}

    /** Whether it is a whole number from 0 to 2<sup>63</sup> - 1: {@link Number#longValue} cuts off what is not. */
    static boolean isCount(Number number) {
        if (number instanceof Integer || number instanceof Long) {
            return number.longValue() >= 0;
        }
        if (number instanceof BigInteger || number instanceof BigDecimal) {
            return false;
        }
        // A double that is not below 2^63 becomes the greatest long.
        double value = number.doubleValue();
        return value >= 0 && value < 0x1p63 && value == Math.rint(value);
    }
}
