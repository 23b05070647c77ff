package io.ddbvault.aws;

import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.port.ScratchTables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.Tag;

/**
 * Scratch tables by CreateTable, ListTagsOfResource and DeleteTable. Thread-safe; errors as {@link AwsErrors} translates
 * them. Of all of ddbvault only this class calls DeleteTable.
 */
public final class DynamoDbScratchTables implements ScratchTables {
    private final DynamoDbClient dynamoDb;
    private final AwsErrors errors;

    public DynamoDbScratchTables(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
        this.errors = AwsErrors.ofDynamoDb(dynamoDb.serviceClientConfiguration());
    }

    @Override
    public boolean create(ScratchTable table, KeySchema keySchema) {
        CreateTableRequest.Builder request = CreateTableRequest.builder()
                .tableName(table.name())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(keySchema.attributes().stream()
                        .map(DynamoDbScratchTables::definition)
                        .toList())
                .keySchema(elements(keySchema))
                // In this call, so that the table never exists without them.
                .tags(table.tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .deletionProtectionEnabled(false);
        if (table.capacity().provisioned()) {
            long units = table.capacity().unitsPerSecond();
            request.billingMode(BillingMode.PROVISIONED)
                    .provisionedThroughput(
                            capacity -> capacity.writeCapacityUnits(units).readCapacityUnits(units));
        }
        CreateTableRequest asked = request.build();
        try {
            RepeatExpired.call(() -> dynamoDb.createTable(asked));
            return true;
        } catch (ResourceInUseException e) {
            return false;
        } catch (SdkException e) {
            throw errors.translate(e, "dynamodb:CreateTable", "table " + table.name());
        }
    }

    private static AttributeDefinition definition(KeyAttribute attribute) {
        return AttributeDefinition.builder()
                .attributeName(attribute.name())
                .attributeType(attribute.type())
                .build();
    }

    private static List<KeySchemaElement> elements(KeySchema keySchema) {
        List<KeySchemaElement> elements = new ArrayList<>();
        for (KeyAttribute attribute : keySchema.attributes()) {
            elements.add(KeySchemaElement.builder()
                    .attributeName(attribute.name())
                    .keyType(elements.isEmpty() ? KeyType.HASH : KeyType.RANGE)
                    .build());
        }
        return elements;
    }

    /** What DescribeTable tells. */
    private Optional<software.amazon.awssdk.services.dynamodb.model.TableDescription> describe(String name) {
        try {
            return Optional.of(RepeatExpired.call(() -> dynamoDb.describeTable(request -> request.tableName(name)))
                    .table());
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw errors.translate(e, "dynamodb:DescribeTable", "table " + name);
        }
    }

    @Override
    public Optional<Map<String, String>> tags(String name) {
        return describe(name).flatMap(table -> tagsOf(name, table.tableArn()));
    }

    private Optional<Map<String, String>> tagsOf(String name, String arn) {
        Map<String, String> tags = new LinkedHashMap<>();
        String next = null;
        do {
            Optional<ListTagsOfResourceResponse> page = tagsPage(name, arn, next);
            if (page.isEmpty()) {
                return Optional.empty();
            }
            page.get().tags().forEach(tag -> tags.put(tag.key(), tag.value()));
            next = page.get().nextToken();
        } while (next != null);
        return Optional.of(tags);
    }

    private Optional<ListTagsOfResourceResponse> tagsPage(String name, String arn, @Nullable String next) {
        try {
            return Optional.of(RepeatExpired.call(() -> dynamoDb.listTagsOfResource(
                    request -> request.resourceArn(arn).nextToken(next))));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw errors.translate(e, "dynamodb:ListTagsOfResource", "table " + name);
        }
    }

    /** DynamoDB does not promise an order, so all names of the account are looked at. */
    @Override
    public List<String> names() {
        try {
            return RepeatExpired.call(() -> dynamoDb.listTablesPaginator().tableNames().stream()
                    .filter(name -> name.startsWith(PREFIX))
                    .sorted()
                    .toList());
        } catch (SdkException e) {
            throw errors.translate(e, "dynamodb:ListTables", "all tables");
        }
    }

    @Override
    public Deletion delete(String name, String drillId) {
        ScratchTables.requirePrefix(name);
        Optional<software.amazon.awssdk.services.dynamodb.model.TableDescription> table = describe(name);
        if (table.isEmpty()) {
            return Deletion.ABSENT;
        }
        if (table.get().tableStatus() == TableStatus.DELETING) {
            return Deletion.DELETED;
        }
        String tagged = tagsOf(name, table.get().tableArn()).orElse(Map.of()).get(DRILL_TAG);
        if (!drillId.equals(tagged)) {
            return Deletion.NOT_ITS_OWN;
        }
        try {
            RepeatExpired.call(() -> dynamoDb.deleteTable(request -> request.tableName(name)));
            return Deletion.DELETED;
        } catch (ResourceNotFoundException e) {
            return Deletion.ABSENT;
        } catch (ResourceInUseException e) {
            return Deletion.NOT_YET;
        } catch (SdkException e) {
            throw errors.translate(e, "dynamodb:DeleteTable", "table " + name);
        }
    }
}
