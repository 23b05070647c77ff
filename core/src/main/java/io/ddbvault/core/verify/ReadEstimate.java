package io.ddbvault.core.verify;

import java.math.BigDecimal;
import java.util.List;

/**
 * What reading data files takes.
 *
 * @param bytes compressed
 */
public record ReadEstimate(long tables, long files, long bytes, long items) {
    /** S3's public list price for 1,000 GET requests, S3 Standard, us-east-1, page "Amazon S3 pricing". */
    private static final BigDecimal DOLLARS_PER_1000_GETS = new BigDecimal("0.0004");

    static ReadEstimate of(List<CheckedTable> tables) {
        return new ReadEstimate(
                tables.stream().filter(table -> !table.toRead().isEmpty()).count(),
                tables.stream().mapToLong(table -> table.toRead().size()).sum(),
                tables.stream()
                        .flatMap(table -> table.toRead().stream())
                        .mapToLong(file -> file.size())
                        .sum(),
                tables.stream()
                        .flatMap(table -> table.toRead().stream())
                        .mapToLong(file -> file.file().itemCount())
                        .sum());
    }

    /** For the requests; inside the bucket's Region nothing else is charged. */
    public BigDecimal dollars() {
        return DOLLARS_PER_1000_GETS.multiply(BigDecimal.valueOf(files)).movePointLeft(3);
    }
}
