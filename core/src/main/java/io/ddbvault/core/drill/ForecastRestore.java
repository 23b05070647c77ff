package io.ddbvault.core.drill;

import io.ddbvault.core.cost.EstimateCost;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.WriteCapacity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From what a drill measured to what a restore into the real table would take. Pure. */
final class ForecastRestore {
    private ForecastRestore() {}

    /**
     * @param measured how long the drill's restore took
     * @param units the write units that it consumed
     * @param source the real table; null if there is none any more
     * @param scratch the scratch table's capacity
     */
    static RestoreForecast forecast(
            Duration measured, long units, @Nullable TableDescription source, WriteCapacity scratch) {
        List<String> remarks = new ArrayList<>();
        if (scratch.isLimited()) {
            remarks.add("The scratch table had %,d write units a second; a table that has more is restored faster."
                    .formatted(scratch.unitsPerSecond()));
        }
        if (source == null) {
            remarks.add(
                    "The table does not exist now: it is taken for one that is paid by use and has no index, as the scratch table had none.");
            return new RestoreForecast(measured, EstimateCost.writes(units), remarks);
        }
        TableSettings settings = source.settings();
        Duration slowest = measured;
        for (Map.Entry<String, WriteCapacity> each :
                capacities(source.name(), settings).entrySet()) {
            WriteCapacity capacity = each.getValue();
            long needed = each.getKey().equals(source.name()) ? units * (1 + settings.localIndexes()) : units;
            if (capacity.isLimited()) {
                Duration byCapacity =
                        Duration.ofSeconds((needed + capacity.unitsPerSecond() - 1) / capacity.unitsPerSecond());
                if (byCapacity.compareTo(slowest) > 0) {
                    slowest = byCapacity;
                    remarks.clear();
                    remarks.add("%s has %,d write units a second, and the restore needs %,d of them."
                            .formatted(each.getKey(), capacity.unitsPerSecond(), needed));
                }
            }
        }
        int indexes = settings.localIndexes() + settings.globalIndexes().size();
        if (indexes > 0) {
            remarks.add("%s has %d %s, the scratch table none: each takes up to as many write units again."
                    .formatted(source.name(), indexes, indexes == 1 ? "index" : "indexes"));
        }
        boolean provisioned = settings.capacity().provisioned();
        if (provisioned) {
            remarks.add("Its capacity is provisioned, so the restore costs nothing on top.");
        }
        BigDecimal cost = provisioned ? BigDecimal.ZERO : EstimateCost.writes(units * (1 + indexes));
        return new RestoreForecast(slowest, cost, remarks);
    }

    /** By the name that a user knows them by. */
    private static Map<String, WriteCapacity> capacities(String table, TableSettings settings) {
        Map<String, WriteCapacity> capacities = new LinkedHashMap<>();
        capacities.put(table, settings.capacity());
        settings.globalIndexes().forEach((index, capacity) -> capacities.put("Its index " + index, capacity));
        return capacities;
    }
}
