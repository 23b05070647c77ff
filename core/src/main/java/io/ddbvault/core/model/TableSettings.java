package io.ddbvault.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a table's owner set that a restore into it meets with.
 *
 * @param stream whether DynamoDB Streams is on: its consumers see every put and delete
 * @param replicas the other Regions of a global table
 * @param localIndexes how many local indexes there are; they use the table's own capacity
 * @param capacity of the table
 * @param globalIndexes the capacity of each global index, by its name; a write waits for the slowest
 */
public record TableSettings(
        boolean stream,
        List<String> replicas,
        int localIndexes,
        WriteCapacity capacity,
        Map<String, WriteCapacity> globalIndexes) {
    /** Paid by use, without index, stream or replica. */
    public static final TableSettings PLAIN = new TableSettings(false, List.of(), 0, WriteCapacity.ON_DEMAND, Map.of());

    public TableSettings {
        replicas = List.copyOf(replicas);
        globalIndexes = Collections.unmodifiableMap(new LinkedHashMap<>(globalIndexes));
    }

    public TableSettings withoutIndexes() {
        return new TableSettings(stream, replicas, 0, capacity, Map.of());
    }
}
