package io.ddbvault.cli.demo;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/** Makes the tables, with point-in-time recovery, and puts the generated items into them. */
final class FillTables {
    private final DynamoDbClient dynamoDb;
    private final GenerateItems generate;

    FillTables(DynamoDbClient dynamoDb, GenerateItems generate) {
        this.dynamoDb = dynamoDb;
        this.generate = generate;
    }

    void fill(DemoTable table) throws InterruptedException {
        create(table);
        new WriteItems(dynamoDb)
                .write(
                        table.name(),
                        table.items(),
                        index -> WriteItems.put(generate.item(table.name(), table.keySchema(), index)));
        // An export reads the table's continuous backup, so without this there is none.
        dynamoDb.updateContinuousBackups(update -> update.tableName(table.name())
                .pointInTimeRecoverySpecification(recovery -> recovery.pointInTimeRecoveryEnabled(true)));
    }

    private void create(DemoTable table) {
        List<AttributeDefinition> attributes = table.keySchema().attributes().stream()
                .map(key -> AttributeDefinition.builder()
                        .attributeName(key.name())
                        .attributeType(key.type())
                        .build())
                .toList();
        List<KeySchemaElement> keys = attributes.stream()
                .map(attribute -> KeySchemaElement.builder()
                        .attributeName(attribute.attributeName())
                        .keyType(attribute.equals(attributes.get(0)) ? KeyType.HASH : KeyType.RANGE)
                        .build())
                .toList();
        dynamoDb.createTable(create -> create.tableName(table.name())
                .attributeDefinitions(attributes)
                .keySchema(keys)
                .billingMode(BillingMode.PAY_PER_REQUEST));
    }
}
