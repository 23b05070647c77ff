package io.ddbvault.core.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Dollars for what a run consumes, by AWS's public list prices of us-east-1 for tables that are paid by use. Other
 * Regions cost up to twice as much; provisioned capacity is paid whether it is used or not; storage and transfer are not
 * counted. Pure.
 *
 * <p>Sources: pages "Amazon DynamoDB pricing for on-demand capacity" (prices since 2024-11-01, table class Standard), "Amazon
 * DynamoDB pricing for provisioned capacity" and "Amazon S3 pricing" (S3 Standard).
 */
public final class EstimateCost {
    /** A write request unit writes up to 1 KB of an item. */
    private static final BigDecimal DOLLARS_PER_MILLION_WRITES = new BigDecimal("0.625");
    /** A read request unit reads up to 4 KB, strongly consistent; half of one, eventually consistent. */
    private static final BigDecimal DOLLARS_PER_MILLION_READS = new BigDecimal("0.125");

    /** Of each unit a second that is provisioned; a begun hour is a whole one. */
    private static final BigDecimal DOLLARS_PER_WRITE_UNIT_HOUR = new BigDecimal("0.00065");

    private static final BigDecimal DOLLARS_PER_READ_UNIT_HOUR = new BigDecimal("0.00013");
    private static final BigDecimal DOLLARS_PER_1000_GETS = new BigDecimal("0.0004");
    /** A GB of a table, as AWS counts it: 2^30 bytes. */
    private static final BigDecimal DOLLARS_PER_EXPORTED_GB = new BigDecimal("0.10");

    private static final BigDecimal GB = BigDecimal.valueOf(1 << 30);

    private static final long READ_UNIT_BYTES = 4096;
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private EstimateCost() {}

    /** Of read units, each a strongly consistent read of 4 KB. */
    public static BigDecimal reads(long units) {
        return DOLLARS_PER_MILLION_READS.multiply(BigDecimal.valueOf(units)).movePointLeft(6);
    }

    /** Of write units, each a write of 1 KB. */
    public static BigDecimal writes(long units) {
        return DOLLARS_PER_MILLION_WRITES.multiply(BigDecimal.valueOf(units)).movePointLeft(6);
    }

    /** Of requests for objects of S3. */
    public static BigDecimal gets(long requests) {
        return DOLLARS_PER_1000_GETS.multiply(BigDecimal.valueOf(requests)).movePointLeft(3);
    }

    /** Of a table that has so many write units a second provisioned, and as many read units, for so many hours. */
    public static BigDecimal provisioned(long units, long hours) {
        return DOLLARS_PER_WRITE_UNIT_HOUR
                .add(DOLLARS_PER_READ_UNIT_HOUR)
                .multiply(BigDecimal.valueOf(units))
                .multiply(BigDecimal.valueOf(hours));
    }

    /** Of an export of a table that has so many bytes, as DescribeTable tells them. */
    public static BigDecimal export(long bytes) {
        return DOLLARS_PER_EXPORTED_GB.multiply(BigDecimal.valueOf(bytes)).divide(GB, 12, RoundingMode.HALF_UP);
    }

    /** As answers have it, to a hundredth of a cent. */
    public static BigDecimal rounded(BigDecimal dollars) {
        return dollars.setScale(4, RoundingMode.HALF_UP);
    }

    /** The read units of a strongly consistent scan of items that take so many bytes, as DescribeTable tells them. */
    public static long scanUnits(long bytes) {
        return (bytes + READ_UNIT_BYTES - 1) / READ_UNIT_BYTES;
    }

    /** {@code about 1,200,000 read units ($0.15 on demand in us-east-1)}. */
    public static String describeReads(long units) {
        return describe(units, "read unit", reads(units));
    }

    /** {@code about 1,200,000 write units ($0.75 on demand in us-east-1)}. */
    public static String describeWrites(long units) {
        return describe(units, "write unit", writes(units));
    }

    private static String describe(long units, String noun, BigDecimal dollars) {
        return String.format(
                Locale.ROOT,
                "about %,d %s (%s on demand in us-east-1)",
                units,
                units == 1 ? noun : noun + "s",
                dollars(dollars));
    }

    /** {@code $1,234.50}; {@code less than $0.01} for what rounds to nothing. */
    public static String dollars(BigDecimal dollars) {
        return dollars.signum() > 0 && dollars.compareTo(CENT) < 0
                ? "less than $0.01"
                : String.format(Locale.ROOT, "$%,.2f", dollars.setScale(2, RoundingMode.HALF_UP));
    }
}
