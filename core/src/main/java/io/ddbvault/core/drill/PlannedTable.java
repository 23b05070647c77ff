package io.ddbvault.core.drill;

import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.Tables;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A scratch table as it will be: what the dry run of its restore sees before it exists. There is no other table. */
final class PlannedTable implements Tables {
    private final TableDescription table;

    PlannedTable(TableDescription table) {
        this.table = table;
    }

    @Override
    public Optional<TableDescription> describe(String name) {
        return Optional.of(table).filter(planned -> planned.name().equals(name));
    }

    @Override
    public Optional<String> timeToLive(String name) {
        return Optional.empty();
    }

    @Override
    public Iterator<KeyPage> keyPages(TableDescription of, Segment segment) {
        return Collections.emptyIterator();
    }

    @Override
    public Iterator<ItemPage> itemPages(TableDescription of, Segment segment) {
        return Collections.emptyIterator();
    }

    @Override
    public FoundItems items(TableDescription of, List<byte[]> keys) {
        return new FoundItems(List.of(), List.of(), 0);
    }
}
