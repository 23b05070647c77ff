package io.ddbvault.aws;

import io.ddbvault.core.port.ScratchTables;
import io.ddbvault.core.port.Tables;
import io.ddbvault.testkit.ScratchTablesContract;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Tag;

/** Scratch tables of the local AWS. */
class DynamoDbScratchTablesTest extends ScratchTablesContract {
    @Override
    protected ScratchTables scratchTables() {
        return new DynamoDbScratchTables(LocalAws.CLIENTS.dynamoDb());
    }

    @Override
    protected Tables tables() {
        return new DynamoDbTables(LocalAws.CLIENTS.dynamoDb());
    }

    @Override
    protected void createForeign(String name, Map<String, String> tags) {
        LocalAws.CLIENTS
                .dynamoDb()
                .createTable(create -> create.tableName(name)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("id")
                                .attributeType("S")
                                .build())
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("id")
                                .keyType(KeyType.HASH)
                                .build())
                        .tags(tags.entrySet().stream()
                                .map(tag -> Tag.builder()
                                        .key(tag.getKey())
                                        .value(tag.getValue())
                                        .build())
                                .toList()));
    }
}
