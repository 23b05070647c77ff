package io.ddbvault.cli.demo;

import io.ddbvault.cli.demo.Verdict.Difference;
import io.ddbvault.core.model.KeyAttribute;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Scans a table and holds every item against the one that was generated. */
final class CompareTables {
    private final DynamoDbClient dynamoDb;
    private final GenerateItems generate;

    CompareTables(DynamoDbClient dynamoDb, GenerateItems generate) {
        this.dynamoDb = dynamoDb;
        this.generate = generate;
    }

    Verdict compare(DemoTable table) {
        Map<String, Integer> indexes = indexesByKey(table);
        BitSet seen = new BitSet(table.items());
        List<Difference> differences = new ArrayList<>();
        int found = 0;
        for (Map<String, AttributeValue> item : dynamoDb.scanPaginator(
                        scan -> scan.tableName(table.name()).consistentRead(true))
                .items()) {
            found++;
            String key = keyText(table, item);
            Integer index = indexes.get(key);
            if (index == null) {
                differences.add(new Difference(key, "should not be there"));
            } else if (seen.get(index)) {
                differences.add(new Difference(key, "came twice"));
            } else {
                seen.set(index);
                compare(table, index, item, key, differences);
            }
        }
        indexes.forEach((key, index) -> {
            if (!seen.get(index)) {
                differences.add(new Difference(key, "is missing"));
            }
        });
        differences.sort(Comparator.comparing(Difference::key));
        return new Verdict(table, table.items(), found, differences);
    }

    private void compare(
            DemoTable table, int index, Map<String, AttributeValue> item, String key, List<Difference> differences) {
        List<String> attributes = SameItem.differences(generate.item(table.name(), table.keySchema(), index), item);
        if (!attributes.isEmpty()) {
            differences.add(new Difference(key, "differs in " + String.join(", ", attributes)));
        }
    }

    /** Only the keys stay in memory; the items are made again one at a time. */
    private Map<String, Integer> indexesByKey(DemoTable table) {
        Map<String, Integer> indexes = new HashMap<>();
        for (int index = 0; index < table.items(); index++) {
            indexes.put(keyText(table, generate.key(table.name(), table.keySchema(), index)), index);
        }
        return indexes;
    }

    private static String keyText(DemoTable table, Map<String, AttributeValue> item) {
        return table.keySchema().attributes().stream()
                .map(KeyAttribute::name)
                .map(name -> name + "=" + SameItem.keyText(Objects.requireNonNull(item.get(name), name)))
                .collect(Collectors.joining(", "));
    }
}
