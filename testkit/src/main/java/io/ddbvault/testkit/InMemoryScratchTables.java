package io.ddbvault.testkit;

import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.port.ScratchTables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Scratch tables among {@link InMemoryTables}, with scripted faults. Thread-safe. */
public final class InMemoryScratchTables implements ScratchTables {
    /** The port's methods; a fault's subject is the table's name, or nothing where all are listed. */
    public enum Call {
        CREATE,
        TAGS,
        NAMES,
        DELETE
    }

    private final InMemoryTables tables;
    private final FaultScript<Call> faults = new FaultScript<>(Call.class);
    private final Map<String, Map<String, String>> tags = new ConcurrentHashMap<>();
    private volatile String firstStatus = "ACTIVE";

    public InMemoryScratchTables(InMemoryTables tables) {
        this.tables = tables;
    }

    public FaultScript<Call> faults() {
        return faults;
    }

    /** The status of tables that are created from now on; the test changes it when it is time. */
    public void createAs(String status) {
        firstStatus = status;
    }

    /** Replaces a table's tags, as anybody may who has the right. */
    public void setTags(String name, Map<String, String> newTags) {
        tags.put(name, Map.copyOf(newTags));
    }

    @Override
    public boolean create(ScratchTable table, KeySchema keySchema) {
        return faults.call(Call.CREATE, table.name(), () -> {
            if (tables.has(table.name())) {
                return false;
            }
            tables.create(table.name(), keySchema);
            tables.setSettings(table.name(), new TableSettings(false, List.of(), 0, table.capacity(), Map.of()));
            tables.setStatus(table.name(), firstStatus);
            setTags(table.name(), table.tags());
            return true;
        });
    }

    @Override
    public Optional<Map<String, String>> tags(String name) {
        return faults.call(
                Call.TAGS,
                name,
                () -> tables.has(name) ? Optional.of(tags.getOrDefault(name, Map.of())) : Optional.empty());
    }

    @Override
    public List<String> names() {
        return faults.call(
                Call.NAMES,
                "",
                () -> tables.names().stream()
                        .filter(name -> name.startsWith(PREFIX))
                        .toList());
    }

    @Override
    public Deletion delete(String name, String drillId) {
        ScratchTables.requirePrefix(name);
        return faults.call(Call.DELETE, name, () -> {
            if (!tables.has(name)) {
                return Deletion.ABSENT;
            }
            if (!drillId.equals(tags.getOrDefault(name, Map.of()).get(DRILL_TAG))) {
                return Deletion.NOT_ITS_OWN;
            }
            if (!tables.statusOf(name).equals("ACTIVE")) {
                return Deletion.NOT_YET;
            }
            tables.delete(name);
            tags.remove(name);
            return Deletion.DELETED;
        });
    }
}
