package io.ddbvault.core.restore;

import io.ddbvault.core.cost.EstimateCost;
import io.ddbvault.core.cost.RestoreCost;
import io.ddbvault.core.key.KeySelection;
import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.WriteCapacity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a table's restore consumes, from averages, and how long that takes at the least by the limits that somebody set.
 * Each index is taken to hold every item. Where items that the table has may be kept, it is what is known without reading
 * the table: a put with a condition costs the table the same whether it stores or not, and an index then nothing; of what
 * differs, nobody knows how much that is. Pure.
 */
final class EstimateWrites {
    /** What an item costs a write unit for each of, or for a part of it. */
    private static final long UNIT_BYTES = 1024;
    /** Of a strongly consistent read. */
    private static final long READ_UNIT_BYTES = 4096;
    /** Where a call takes 5 milliseconds, as one within a Region does, or less. */
    private static final long CALLS_A_SECOND_OF_A_WORKER = 200;

    private EstimateWrites() {}

    /**
     * A limit, and how long the restore takes by it alone.
     *
     * @param where as a user knows it: {@code the table}, {@code its index by-date}
     */
    record Limit(String where, WriteCapacity capacity, long units, Duration duration) {
        static Limit of(String where, WriteCapacity capacity, long units) {
            long seconds = (units + capacity.unitsPerSecond() - 1) / capacity.unitsPerSecond();
            return new Limit(where, capacity, units, Duration.ofSeconds(seconds));
        }
    }

    /** Of the backup's items that are asked for, without indexes; of a partition's, whose number nobody knows, all. */
    static long putUnits(ValidatedTable table) {
        return perItem(
                table, units(table.contents().itemCount(), table.contents().billedSizeBytes()));
    }

    /** Of what all the items would cost, the part of those that are asked for. */
    private static long perItem(ValidatedTable table, long units) {
        long all = table.contents().itemCount();
        KeySelection selection = table.selection();
        return selection == null || !selection.isOfSingleItems() || selection.size() >= all
                ? units
                : units / all * selection.size();
    }

    /** To look up the items that are asked for, by the average size of what the table holds; what it does not hold costs one. */
    static long readUnits(ValidatedTable table) {
        long items = table.table().itemCount();
        long average = items == 0 ? 0 : table.table().sizeBytes() / items;
        long unitsPerItem = Math.max(1, (average + READ_UNIT_BYTES - 1) / READ_UNIT_BYTES);
        return perItem(table, table.contents().itemCount() * unitsPerItem);
    }

    /** The table's or an index's capacity, whichever takes longest; empty where none is limited. */
    static Optional<Limit> slowestCapacity(ValidatedTable table, RestoreRequest request) {
        if (request.writeMode() == WriteMode.CHANGED) {
            return Optional.empty();
        }
        TableSettings settings = onlyWhatIsSure(table.table().settings(), request);
        long units = units(table, request);
        List<Limit> limits = new ArrayList<>();
        if (settings.capacity().isLimited()) {
            limits.add(Limit.of("the table", settings.capacity(), units * (1 + settings.localIndexes())));
        }
        settings.globalIndexes().forEach((index, capacity) -> {
            if (capacity.isLimited()) {
                limits.add(Limit.of("its index " + index, capacity, units));
            }
        });
        return limits.stream().max(Comparator.comparing(Limit::duration));
    }

    /** By the slower of the table's capacity and the request's limit; empty where there is neither. */
    static Optional<Duration> duration(ValidatedTable table, RestoreRequest request) {
        Optional<Duration> byCapacity = slowestCapacity(table, request).map(Limit::duration);
        if (request.maxWriteUnits() == null || request.writeMode() == WriteMode.CHANGED) {
            return byCapacity;
        }
        TableSettings settings = onlyWhatIsSure(table.table().settings(), request);
        long copies = 1L + settings.localIndexes() + settings.globalIndexes().size();
        // The request's limit is on all that DynamoDB counts, that of the indexes too.
        Duration byRequest = Limit.of(
                        "the request",
                        new WriteCapacity(false, request.maxWriteUnits()),
                        units(table, request) * copies)
                .duration();
        return Optional.of(
                byCapacity.filter(slower -> slower.compareTo(byRequest) > 0).orElse(byRequest));
    }

    /** At the most: each index holds every item, and of what may be kept nothing is. */
    static RestoreCost cost(ValidatedTable table, RestoreRequest request) {
        TableSettings settings = table.table().settings();
        boolean provisioned = settings.capacity().provisioned();
        long copies = 1L + settings.localIndexes() + settings.globalIndexes().size();
        long writes = units(table, request) * copies;
        long reads = (request.writeMode() == WriteMode.CHANGED ? readUnits(table) : 0)
                + (request.clearExistingData()
                        ? EstimateCost.scanUnits(table.table().sizeBytes())
                        : 0);
        BigDecimal requests = EstimateCost.gets(table.files().size());
        return new RestoreCost(
                writes,
                reads,
                provisioned,
                provisioned
                        ? requests
                        : EstimateCost.writes(writes)
                                .add(EstimateCost.reads(reads))
                                .add(requests),
                likelyDuration(table, request, writes));
    }

    private static Duration likelyDuration(ValidatedTable table, RestoreRequest request, long writes) {
        long perSecond = RestoreCost.NEW_TABLE_WRITE_UNITS;
        if (table.table().settings().capacity().isLimited()) {
            perSecond = table.table().settings().capacity().unitsPerSecond();
        }
        if (request.maxWriteUnits() != null) {
            perSecond = Math.min(perSecond, request.maxWriteUnits());
        }
        Duration byUnits = duration(table, request).orElse(Duration.ofSeconds(writes / perSecond));
        // Puts on a condition go alone, each in a call.
        Duration byCalls = request.writeMode() == WriteMode.MISSING
                ? Duration.ofSeconds(table.expectedItems() / (CALLS_A_SECOND_OF_A_WORKER * request.maxWorkers()))
                : Duration.ZERO;
        return byCalls.compareTo(byUnits) > 0 ? byCalls : byUnits;
    }

    private static TableSettings onlyWhatIsSure(TableSettings settings, RestoreRequest request) {
        return request.writeMode().keeps() ? settings.withoutIndexes() : settings;
    }

    private static long units(ValidatedTable table, RestoreRequest request) {
        return putUnits(table) + deleteUnits(table, request);
    }

    private static long deleteUnits(ValidatedTable table, RestoreRequest request) {
        if (!request.clearExistingData()) {
            return 0;
        }
        long existing = units(table.table().itemCount(), table.table().sizeBytes());
        return switch (request.clearMode()) {
            case BEFORE -> existing;
            // Of what is there, the items that the backup has too are not deleted; taken to be as many as can be.
            case AFTER -> Math.max(0, existing - putUnits(table));
        };
    }

    /** An item costs one unit at the least. */
    private static long units(long items, long bytes) {
        long average = items == 0 ? 0 : bytes / items;
        return items * Math.max(1, (average + UNIT_BYTES - 1) / UNIT_BYTES);
    }
}
