package io.ddbvault.core.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is to do.
 *
 * @param tables to be restored, side by side
 * @param cores of the machine that a process would run on
 * @param deadline in which it has to be done; null for none
 * @param unfit the engines that cannot do it, and why: half a sentence
 */
public record EngineWork(
        List<TableWork> tables, int cores, @Nullable Duration deadline, Map<Engine, String> unfit) {
    public EngineWork {
        tables = List.copyOf(tables);
        unfit = Map.copyOf(unfit);
    }

    /**
     * @param table the table that is written
     * @param writeUnits that the restore consumes
     * @param unitsPerSecond that the table takes, and the request allows
     * @param dataFiles of the backup
     */
    public record TableWork(String table, long writeUnits, long unitsPerSecond, long dataFiles) {
        double seconds() {
            return (double) writeUnits / unitsPerSecond;
        }
    }

    long writeUnits() {
        return tables.stream().mapToLong(TableWork::writeUnits).sum();
    }

    long dataFiles() {
        return tables.stream().mapToLong(TableWork::dataFiles).sum();
    }

    /** What all the tables take together. */
    long unitsPerSecond() {
        return tables.stream().mapToLong(TableWork::unitsPerSecond).sum();
    }

    /** As long as the slowest table takes, whatever writes. */
    double leastSeconds() {
        return tables.stream().mapToDouble(TableWork::seconds).max().orElse(0);
    }
}
