package io.ddbvault.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.WriteCapacity;
import io.ddbvault.core.port.ScratchTables;
import io.ddbvault.core.port.ScratchTables.Deletion;
import io.ddbvault.core.port.ScratchTables.ScratchTable;
import io.ddbvault.core.port.Tables;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link ScratchTables} does. */
public abstract class ScratchTablesContract {
    private static final String DRILL = "20250722T030000Z-00000001";
    private static final String OTHER_DRILL = "20250722T030000Z-00000002";
    private static final KeySchema KEYS =
            new KeySchema(List.of(new KeyAttribute("a.b", "S"), new KeyAttribute("number", "N")));

    protected abstract ScratchTables scratchTables();

    /** The same tables, as others see them. */
    protected abstract Tables tables();

    /** Creates a table that is nobody's scratch table, whatever its name and tags say. */
    protected abstract void createForeign(String name, Map<String, String> tags);

    @Test
    public void aNewTableIsEmptyHasTheKeysAndIsTaggedFromTheBeginning() {
        ScratchTable table = newTable();

        assertThat(scratchTables().create(table, KEYS)).isTrue();

        TableDescription found = tables().describe(table.name()).orElseThrow();
        assertThat(found.keySchema()).isEqualTo(KEYS);
        assertThat(found.itemCount()).isZero();
        assertThat(found.settings()).isEqualTo(TableSettings.PLAIN);
        assertThat(scratchTables().tags(table.name()))
                .contains(Map.of("ddbvault:drill", DRILL, "ddbvault:source", "orders"));
    }

    @Test
    public void aTableMayHaveAProvisionedCapacity() {
        WriteCapacity capacity = new WriteCapacity(true, 25);
        ScratchTable table = new ScratchTable(newTable().name(), DRILL, "orders", capacity);

        assertThat(scratchTables().create(table, KEYS)).isTrue();

        assertThat(tables().describe(table.name()).orElseThrow().settings())
                .isEqualTo(new TableSettings(false, List.of(), 0, capacity, Map.of()));
        assertThat(scratchTables().delete(table.name(), DRILL)).isEqualTo(Deletion.DELETED);
    }

    @Test
    public void aTableThatIsThereIsNotTakenOver() {
        ScratchTable table = newTable();
        createForeign(table.name(), Map.of("owner", "somebody"));

        assertThat(scratchTables().create(table, KEYS)).isFalse();

        assertThat(scratchTables().tags(table.name())).contains(Map.of("owner", "somebody"));
        assertThat(tables().describe(table.name()).orElseThrow().keySchema()).isNotEqualTo(KEYS);
    }

    @Test
    public void theDrillDeletesItsTable() {
        ScratchTable table = newTable();
        scratchTables().create(table, KEYS);

        assertThat(scratchTables().delete(table.name(), DRILL)).isEqualTo(Deletion.DELETED);

        assertThat(tables().describe(table.name())).isEmpty();
        assertThat(scratchTables().tags(table.name())).isEmpty();
        assertThat(scratchTables().delete(table.name(), DRILL)).isEqualTo(Deletion.ABSENT);
    }

    @Test
    public void aTableOfAnotherDrillIsNotDeleted() {
        ScratchTable table = newTable();
        scratchTables().create(table, KEYS);

        assertThat(scratchTables().delete(table.name(), OTHER_DRILL)).isEqualTo(Deletion.NOT_ITS_OWN);

        assertThat(tables().describe(table.name())).isPresent();
    }

    @Test
    public void aTableWithoutTheTagIsNotDeletedWhateverItsName() {
        String untagged = newTable().name();
        createForeign(untagged, Map.of());
        String tagged = newTable().name();
        createForeign(tagged, Map.of("ddbvault:source", DRILL, "drill", DRILL));

        assertThat(scratchTables().delete(untagged, DRILL)).isEqualTo(Deletion.NOT_ITS_OWN);
        assertThat(scratchTables().delete(tagged, DRILL)).isEqualTo(Deletion.NOT_ITS_OWN);

        assertThat(tables().describe(untagged)).isPresent();
        assertThat(tables().describe(tagged)).isPresent();
    }

    @Test
    public void aTableOfAnotherNameIsNotDeletedWhateverItsTag() {
        String name = "orders-" + UUID.randomUUID();
        createForeign(name, Map.of("ddbvault:drill", DRILL));

        assertThatThrownBy(() -> scratchTables().delete(name, DRILL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a scratch table: " + name);

        assertThat(tables().describe(name)).isPresent();
    }

    @Test
    public void aTableOfAnotherNameCannotEvenBeAskedFor() {
        assertThatThrownBy(() -> new ScratchTable("orders", DRILL, "orders"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    public void aMissingTableHasNoTags() {
        assertThat(scratchTables().tags(newTable().name())).isEmpty();
    }

    @Test
    public void onlyTablesWithTheNameOfAScratchTableAreListed() {
        ScratchTable one = newTable();
        scratchTables().create(one, KEYS);
        String foreign = newTable().name();
        createForeign(foreign, Map.of());
        createForeign("orders-" + UUID.randomUUID(), Map.of("ddbvault:drill", DRILL));

        List<String> names = scratchTables().names();

        assertThat(names).contains(one.name(), foreign).isSorted();
        assertThat(names).allMatch(name -> name.startsWith("ddbvault-drill-"));
    }

    private static ScratchTable newTable() {
        return new ScratchTable("ddbvault-drill-orders-" + UUID.randomUUID(), DRILL, "orders");
    }
}
