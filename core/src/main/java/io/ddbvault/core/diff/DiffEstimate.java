package io.ddbvault.core.diff;

import io.ddbvault.core.cost.EstimateCost;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison will take, by what is known before it.
 *
 * @param items of both sides together
 * @param backupBytes of data files, compressed
 * @param readUnits of the table; 0 for two backups. Items that differ are read once more on top
 * @param requests for data files
 * @param diskBytes of temporary files
 * @param duration on a usual machine, or by the ceiling of read units where that takes longer
 */
public record DiffEstimate(
        long items, long backupBytes, long readUnits, long requests, long diskBytes, Duration duration) {
    /** Measured with two processor cores, items of 500 bytes; both sides together. */
    private static final long ITEMS_A_SECOND = 40_000;
    /** A fingerprint of the key, one of the item, a length, and the key or a place. */
    private static final long BYTES_PER_BACKUP_ITEM = 44;
    /** Keys are 40 bytes of JSON or so, and seldom above 100. */
    private static final long BYTES_PER_TABLE_ITEM = 36 + 100;

    static DiffEstimate of(Side.Backup here, Side there, @Nullable Integer maxReadUnits) {
        long items = here.items() + expectedItems(here, there);
        long units = 0;
        long bytes = here.bytes();
        long requests = here.files().size();
        long disk = here.items() * BYTES_PER_BACKUP_ITEM;
        if (there instanceof Side.Backup other) {
            bytes += other.bytes();
            requests += other.files().size();
            disk += other.items() * BYTES_PER_BACKUP_ITEM;
        } else if (there instanceof Side.Live live) {
            units = EstimateCost.scanUnits(live.table().sizeBytes());
            disk += expectedItems(here, there) * BYTES_PER_TABLE_ITEM;
        }
        long seconds = Math.max(items / ITEMS_A_SECOND, maxReadUnits == null ? 0 : units / maxReadUnits);
        return new DiffEstimate(items, bytes, units, requests, disk, Duration.ofSeconds(Math.max(1, seconds)));
    }

    /** A table's own count is hours old, and 0 for a new table; one that was backed up is likely to be as large still. */
    static long expectedItems(Side.Backup here, Side there) {
        return there instanceof Side.Live ? Math.max(here.items(), there.items()) : there.items();
    }

    /** By list prices, see {@link EstimateCost}. */
    public BigDecimal dollars() {
        return EstimateCost.reads(readUnits).add(EstimateCost.gets(requests));
    }
}
