package io.ddbvault.core.restore;

import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.WriteCapacity;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How many units of a table are worth doing at a time, where anyone may do them: as many as use up its capacity. Pure. */
public final class UnitsAtATime {
    /**
     * What one worker writes a second with the default of {@code max_workers}: 5 requests of 25 items on their way, 30 ms
     * each.
     */
    public static final long WRITE_UNITS_OF_ONE = 4_000;

    /** DynamoDB's default quota of a table that is paid by use. */
    public static final long DEFAULT_QUOTA = 40_000;

    private UnitsAtATime() {}

    /**
     * @param settings of the table that is written
     * @param maxWriteUnits the request's ceiling; null for none. On demand it also says what a raised quota takes
     * @return 1 and more
     */
    static int of(TableSettings settings, @Nullable Integer maxWriteUnits) {
        long ceiling = maxWriteUnits == null ? DEFAULT_QUOTA : maxWriteUnits;
        long capacity = Stream.concat(Stream.of(settings.capacity()), settings.globalIndexes().values().stream())
                .filter(WriteCapacity::isLimited)
                .mapToLong(WriteCapacity::unitsPerSecond)
                .min()
                .orElse(ceiling);
        long used = maxWriteUnits == null ? capacity : Math.min(capacity, ceiling);
        return Math.toIntExact(Math.max(1, (used + WRITE_UNITS_OF_ONE - 1) / WRITE_UNITS_OF_ONE));
    }
}
