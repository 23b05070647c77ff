package io.ddbvault.aws;

import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.port.ExistingItems;
import io.ddbvault.testkit.ExistingItemsContract;
import java.util.List;
import java.util.stream.Stream;

/** Looks into DynamoDB Local. */
class LocalExistingItemsTest extends ExistingItemsContract {
    private final ExistingItems existing = new SdkExistingItems(LocalAws.CLIENTS);

    @Override
    protected ExistingItems existing() {
        return existing;
    }

    @Override
    protected String createTable(KeySchema keySchema) {
        return LocalAws.table(keySchema.attributes().stream()
                .flatMap(attribute -> Stream.of(attribute.name(), attribute.type()))
                .toArray(String[]::new));
    }

    @Override
    protected void put(String table, String item) {
        new SdkItemWriter(LocalAws.CLIENTS).write(Batches.puts(table, item));
    }

    @Override
    protected List<String> items(String table) {
        return LocalAws.items(table);
    }
}
