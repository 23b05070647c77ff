package io.ddbvault.core.restore;

import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.Tables;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Tables that are described with another count of items than they have, as DynamoDB does for hours.
 *
 * @param items of a table
 * @param scanned hears of each scan of a table before it begins
 */
record DescribeMore(Tables tables, ToLongFunction<String> items, Consumer<String> scanned) implements Tables {
    @Override
    public Optional<TableDescription> describe(String name) {
        return tables.describe(name)
                .map(table -> new TableDescription(
                        table.name(),
                        table.arn(),
                        table.id(),
                        table.status(),
                        table.keySchema(),
                        items.applyAsLong(name),
                        table.sizeBytes(),
                        table.settings()));
    }

    @Override
    public Optional<String> timeToLive(String name) {
        return tables.timeToLive(name);
    }

    @Override
    public Iterator<KeyPage> keyPages(TableDescription table, Segment segment) {
        scanned.accept(table.name());
        return tables.keyPages(table, segment);
    }

    @Override
    public Iterator<ItemPage> itemPages(TableDescription table, Segment segment) {
        return tables.itemPages(table, segment);
    }

    @Override
    public FoundItems items(TableDescription table, List<byte[]> keys) {
        return tables.items(table, keys);
    }
}
