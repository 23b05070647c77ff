package io.ddbvault.core.item;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A number's text in the one spelling that all texts of its value share: digits without zeros at either end, and the
 * power of ten that they count, as {@code -125E-1} for {@code -12.50}; {@code 0} for every zero.
 *
 * <p>By the text and not by BigDecimal, whose time grows with the square of the digits: a hostile line has millions.
 */
final class CanonicalNumber {
    /** So that exponents are added without an overflow. DynamoDB's own are between -130 and 125. */
    private static final int MOST_EXPONENT_DIGITS = 9;

    private CanonicalNumber() {}

    /** @return null if the text is no number, or has an exponent of more than {@value #MOST_EXPONENT_DIGITS} digits */
    static byte @Nullable [] of(byte[] text, int from, int to) {
        boolean negative = from < to && text[from] == '-';
        int i = from < to && isSign(text[from]) ? from + 1 : from;
        StringBuilder digits = new StringBuilder();
        int count = 0;
        boolean point = false;
        long exponent = 0;
        for (; i < to && (isDigit(text[i]) || (text[i] == '.' && !point)); i++) {
            if (text[i] == '.') {
                point = true;
                continue;
            }
            count++;
            if (point) {
                exponent--;
            }
            if (digits.length() > 0 || text[i] != '0') {
                digits.append((char) text[i]);
            }
        }
        Long more = i == to ? Long.valueOf(0) : exponent(text, i, to);
        if (count == 0 || more == null) {
            return null;
        }
        if (digits.length() == 0) {
            return "0".getBytes(StandardCharsets.US_ASCII);
        }
        exponent += more;
        int length = digits.length();
        while (digits.charAt(length - 1) == '0') {
            length--;
            exponent++;
        }
        digits.setLength(length);
        return ((negative ? "-" : "") + digits + "E" + exponent).getBytes(StandardCharsets.US_ASCII);
    }

    private static @Nullable Long exponent(byte[] text, int from, int to) {
        if (text[from] != 'e' && text[from] != 'E') {
            return null;
        }
        int i = from + 1;
        boolean negative = i < to && text[i] == '-';
        if (i < to && isSign(text[i])) {
            i++;
        }
        if (i == to) {
            return null;
        }
        while (i < to - 1 && text[i] == '0') {
            i++;
        }
        if (to - i > MOST_EXPONENT_DIGITS) {
            return null;
        }
        long exponent = 0;
        for (; i < to; i++) {
            if (!isDigit(text[i])) {
                return null;
            }
            exponent = exponent * 10 + (text[i] - '0');
        }
        return negative ? -exponent : exponent;
    }

    private static boolean isSign(byte b) {
        return b == '-' || b == '+';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
