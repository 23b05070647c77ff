package io.ddbvault.core.restore;

import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.Tables;
import java.util.Iterator;
import java.util.List;

/** The keys of everything that a table holds, as batches of deletes. */
final class ReadExistingKeys implements BatchSource {
    private final Tables tables;
    private final TableDescription table;

    ReadExistingKeys(Tables tables, TableDescription table) {
        this.tables = tables;
        this.table = table;
    }

    @Override
    public WriteTally readInto(BatchQueue queue) throws InterruptedException {
        WriteBatch.Builder builder = new WriteBatch.Builder(table.name(), WriteBatch.Operation.DELETE);
        Iterator<List<byte[]>> pages = tables.keyPages(table);
        long read = 0;
        while (!queue.isClosed() && pages.hasNext()) {
            for (byte[] key : pages.next()) {
                if (!builder.takes(key.length) && !queue.put(builder.build())) {
                    return WriteTally.lines(read);
                }
                read++;
                builder.add(key, 0, key.length, new Place(table.name(), read));
            }
        }
        if (!builder.isEmpty()) {
            queue.put(builder.build());
        }
        return WriteTally.lines(read);
    }
}
