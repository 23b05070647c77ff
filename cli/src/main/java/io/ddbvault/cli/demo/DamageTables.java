package io.ddbvault.cli.demo;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Does what a bad deployment does: deletes every tenth item, changes every twentieth, adds items that never were. */
final class DamageTables {
    private static final int DELETE_EVERY = 10;
    private static final int CHANGE_EVERY = 20;
    private static final int ADD_EVERY = 50;

    private final DynamoDbClient dynamoDb;
    private final GenerateItems generate;

    DamageTables(DynamoDbClient dynamoDb, GenerateItems generate) {
        this.dynamoDb = dynamoDb;
        this.generate = generate;
    }

    Damage damage(DemoTable table) throws InterruptedException {
        WriteItems write = new WriteItems(dynamoDb);
        Damage damage =
                new Damage(count(table, DELETE_EVERY, 0), count(table, CHANGE_EVERY, 1), count(table, ADD_EVERY, 0));
        write.write(table.name(), damage.deleted(), n -> WriteItems.delete(key(table, n * DELETE_EVERY)));
        write.write(table.name(), damage.changed(), n -> WriteItems.put(changed(table, n * CHANGE_EVERY + 1)));
        // Indexes past the table's end make keys that the backup does not hold.
        write.write(table.name(), damage.added(), n -> WriteItems.put(item(table, table.items() + n)));
        return damage;
    }

    /** How many of the table's indexes are {@code offset}, {@code offset + every}, and so on. */
    private static int count(DemoTable table, int every, int offset) {
        return (table.items() - offset + every - 1) / every;
    }

    private Map<String, AttributeValue> changed(DemoTable table, int index) {
        Map<String, AttributeValue> item = new HashMap<>(item(table, index));
        item.put("name", AttributeValue.fromS("overwritten"));
        return item;
    }

    private Map<String, AttributeValue> item(DemoTable table, int index) {
        return generate.item(table.name(), table.keySchema(), index);
    }

    private Map<String, AttributeValue> key(DemoTable table, int index) {
        return generate.key(table.name(), table.keySchema(), index);
    }
}
