package io.ddbvault.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ExistingItems;
import io.ddbvault.core.port.ExistingItems.Found;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryExistingItemsTest extends ExistingItemsContract {
    private final InMemoryTables tables = new InMemoryTables();
    private final InMemoryExistingItems existing = new InMemoryExistingItems(tables);

    @Override
    protected ExistingItems existing() {
        return existing;
    }

    @Override
    protected String createTable(KeySchema keySchema) {
        tables.create("table", keySchema);
        return "table";
    }

    @Override
    protected void put(String table, String item) {
        tables.put(table, item);
    }

    @Override
    protected List<String> items(String table) {
        return tables.texts(table);
    }

    @Test
    void leavesUnprocessedWhatItIsToldNotToLookFor() {
        KeySchema id = new KeySchema(List.of(new KeyAttribute("id", "S")));
        createTable(id);
        put("table", "{\"id\":{\"S\":\"0\"}}");
        existing.lookForAtMost(1);
        WriteBatch.Builder batch = new WriteBatch.Builder("table", WriteBatch.Operation.PUT);
        for (int i = 0; i < 3; i++) {
            byte[] item = "{\"id\":{\"S\":\"%d\"}}".formatted(i).getBytes(StandardCharsets.UTF_8);
            batch.add(item, 0, item.length, new Place("file", i + 1));
        }

        Found found = (Found) existing.look(batch.build(), id);

        assertThat(found.items()).containsOnlyKeys(0);
        assertThat(found.unprocessed()).containsExactly(1, 2);
        assertThat(existing.looks()).isOne();
    }
}
