package io.ddbvault.testkit;

import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.port.ScratchTables;
import io.ddbvault.core.port.Tables;
import java.util.List;
import java.util.Map;

class InMemoryScratchTablesTest extends ScratchTablesContract {
    private final InMemoryTables tables = new InMemoryTables();
    private final InMemoryScratchTables scratchTables = new InMemoryScratchTables(tables);

    @Override
    protected ScratchTables scratchTables() {
        return scratchTables;
    }

    @Override
    protected Tables tables() {
        return tables;
    }

    @Override
    protected void createForeign(String name, Map<String, String> tags) {
        tables.create(name, new KeySchema(List.of(new KeyAttribute("id", "S"))));
        scratchTables.setTags(name, tags);
    }
}
