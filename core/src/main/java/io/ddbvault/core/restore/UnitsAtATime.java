package io.ddbvault.core.restore;

import io.ddbvault.core.engine.CompareEngines;
import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.WriteCapacity;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many units of a table are worth doing at a time, where a function each does them: as many as use up its capacity, by
 * the figures that the advice on engines goes by. Pure.
 */
final class UnitsAtATime {
    private UnitsAtATime() {}

    /**
     * @param settings of the table that is written
     * @param maxWriteUnits the request's ceiling; null for none. On demand it also says what a raised quota takes
     * @param dataFiles a unit each
     * @return 1 and more
     */
    static int of(TableSettings settings, @Nullable Integer maxWriteUnits, int dataFiles) {
        long ceiling = maxWriteUnits == null ? CompareEngines.TABLE_QUOTA : maxWriteUnits;
        long capacity = Stream.concat(Stream.of(settings.capacity()), settings.globalIndexes().values().stream())
                .filter(WriteCapacity::isLimited)
                .mapToLong(WriteCapacity::unitsPerSecond)
                .min()
                .orElse(ceiling);
        long used = maxWriteUnits == null ? capacity : Math.min(capacity, ceiling);
        return CompareEngines.functionsAtATime(used, dataFiles);
    }
}
