package io.ddbvault.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.ItemWriter.Answered;
import io.ddbvault.core.port.ItemWriter.Throttled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryItemWriterTest extends ItemWriterContract {
    private final InMemoryTables tables = new InMemoryTables();
    private final InMemoryItemWriter writer = new InMemoryItemWriter(tables);

    @Override
    protected ItemWriter writer() {
        return writer;
    }

    @Override
    protected String createTable(KeySchema keySchema) {
        tables.create("table", keySchema);
        return "table";
    }

    @Override
    protected List<String> items(String table) {
        return tables.texts(table);
    }

    @Test
    void leavesUnprocessedWhatItIsToldNotToTake() {
        createTable(new KeySchema(List.of(new KeyAttribute("id", "S"))));
        writer.takeAtMost(1);

        assertThat(writer.write(twoItems())).isEqualTo(new Answered(List.of(1), 1.0));

        assertThat(tables.texts("table")).containsExactly("{\"id\":{\"S\":\"a\"}}");
    }

    @Test
    void storesNothingWhenAFaultAnswersInItsPlace() {
        createTable(new KeySchema(List.of(new KeyAttribute("id", "S"))));
        writer.faults().on(InMemoryItemWriter.Call.WRITE).returning(new Throttled("too much"));

        assertThat(writer.write(twoItems())).isEqualTo(new Throttled("too much"));
        assertThat(tables.texts("table")).isEmpty();
        assertThat(writer.write(twoItems())).isEqualTo(new Answered(List.of(), 2.0));
        assertThat(writer.calls()).isEqualTo(2);
        writer.faults().assertAllFired();
    }

    @Test
    void chargesForEachIndexAsForTheTable() {
        createTable(new KeySchema(List.of(new KeyAttribute("id", "S"))));
        writer.setIndexes(3);

        assertThat(writer.write(twoItems())).isEqualTo(new Answered(List.of(), 8.0));
    }

    private static WriteBatch twoItems() {
        WriteBatch.Builder batch = new WriteBatch.Builder("table", WriteBatch.Operation.PUT);
        for (String id : List.of("a", "b")) {
            byte[] item = "{\"id\":{\"S\":\"%s\"}}".formatted(id).getBytes(StandardCharsets.UTF_8);
            batch.add(item, 0, item.length, new Place("file", 1));
        }
        return batch.build();
    }
}
