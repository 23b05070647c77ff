package io.ddbvault.core.restore;

import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.Tables;
import java.util.Iterator;
import java.util.Optional;

/** Tables that are described with another count of items than they have, as DynamoDB does for hours. */
record DescribeMore(Tables tables, long items) implements Tables {
    @Override
    public Optional<TableDescription> describe(String name) {
        return tables.describe(name)
                .map(table -> new TableDescription(
                        table.name(),
                        table.arn(),
                        table.id(),
                        table.status(),
                        table.keySchema(),
                        items,
                        table.sizeBytes(),
                        table.settings()));
    }

    @Override
    public Optional<String> timeToLive(String name) {
        return tables.timeToLive(name);
    }

    @Override
    public Iterator<KeyPage> keyPages(TableDescription table, Segment segment) {
        return tables.keyPages(table, segment);
    }
}
