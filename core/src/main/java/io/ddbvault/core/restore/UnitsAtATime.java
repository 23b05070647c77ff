package io.ddbvault.core.restore;

import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.WriteCapacity;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How many units of a table are worth doing at a time, where a function each does them: as many as use up its capacity. Pure. */
public final class UnitsAtATime {
    /** What a table that is paid by use takes by its default quota (developer's guide, "Quotas"). */
    public static final long TABLE_QUOTA = 40_000;

    /**
     * What a function writes a second with the default of {@code max_workers}: 5 requests of 25 items on their way, 12 ms
     * each.
     */
    public static final long UNITS_PER_FUNCTION = 10_000;

    private static final int MOST_FUNCTIONS = 1_000;

    private UnitsAtATime() {}

    /**
     * @param settings of the table that is written
     * @param maxWriteUnits the request's ceiling; null for none. On demand it also says what a raised quota takes
     * @param dataFiles a unit each
     * @return 1 and more
     */
    static int of(TableSettings settings, @Nullable Integer maxWriteUnits, int dataFiles) {
        long ceiling = maxWriteUnits == null ? TABLE_QUOTA : maxWriteUnits;
        long capacity = Stream.concat(Stream.of(settings.capacity()), settings.globalIndexes().values().stream())
                .filter(WriteCapacity::isLimited)
                .mapToLong(WriteCapacity::unitsPerSecond)
                .min()
                .orElse(ceiling);
        long used = maxWriteUnits == null ? capacity : Math.min(capacity, ceiling);
        return of(used, dataFiles);
    }

    /**
     * @param unitsPerSecond that the tables take, or the request allows
     * @param dataFiles a unit each
     * @return 1 and more
     */
    public static int of(long unitsPerSecond, long dataFiles) {
        long useful = (unitsPerSecond + UNITS_PER_FUNCTION - 1) / UNITS_PER_FUNCTION;
        return (int) Math.max(1, Math.min(Math.min(useful, dataFiles), MOST_FUNCTIONS));
    }
}
