package io.ddbvault.aws;

import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.Tables;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Tables by DescribeTable, DescribeTimeToLive, Scan and BatchGetItem. Thread-safe; errors as {@link AwsErrors} translates them. */
public final class DynamoDbTables implements Tables {
    /** A strongly consistent read unit is 4 KB, and a scan is charged for whole items, whatever is projected. */
    private static final long UNIT_BYTES = 4096;

    private final DynamoDbClient dynamoDb;
    private final AwsErrors errors;
    private final ReadItems readItems;

    public DynamoDbTables(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
        this.errors = AwsErrors.ofDynamoDb(dynamoDb.serviceClientConfiguration());
        this.readItems = new ReadItems(dynamoDb, errors);
    }

    @Override
    public Optional<TableDescription> describe(String table) {
        try {
            return Optional.of(
                    description(RepeatExpired.call(() -> dynamoDb.describeTable(request -> request.tableName(table)))
                            .table()));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw errors.translate(e, "dynamodb:DescribeTable", "table " + table);
        }
    }

    @Override
    public Optional<String> timeToLive(String table) {
        try {
            return Optional.ofNullable(
                            RepeatExpired.call(() -> dynamoDb.describeTimeToLive(request -> request.tableName(table)))
                                    .timeToLiveDescription())
                    // On its way to being off, it deletes for another while.
                    .filter(ttl -> ttl.timeToLiveStatus() != TimeToLiveStatus.DISABLED)
                    .map(TimeToLiveDescription::attributeName);
        } catch (SdkException e) {
            throw errors.translate(e, "dynamodb:DescribeTimeToLive", "table " + table);
        }
    }

    private static TableDescription description(software.amazon.awssdk.services.dynamodb.model.TableDescription table) {
        return new TableDescription(
                table.tableName(),
                table.tableArn(),
                table.tableId(),
                table.tableStatusAsString(),
                keySchema(table.keySchema(), table.attributeDefinitions()),
                orZero(table.itemCount()),
                orZero(table.tableSizeBytes()),
                ReadTableSettings.of(table));
    }

    private static KeySchema keySchema(List<KeySchemaElement> elements, List<AttributeDefinition> definitions) {
        return new KeySchema(elements.stream()
                .sorted(Comparator.comparing(element -> element.keyType() != KeyType.HASH))
                .map(element -> new KeyAttribute(element.attributeName(), type(element.attributeName(), definitions)))
                .toList());
    }

    private static String type(String attribute, List<AttributeDefinition> definitions) {
        return definitions.stream()
                .filter(definition -> definition.attributeName().equals(attribute))
                .map(AttributeDefinition::attributeTypeAsString)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("DescribeTable defines no key attribute " + attribute));
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A page is asked for when the iterator gets there. Where {@code next} throws, it can be called again and asks for
     * the same page again, so a long throttle need not end a long scan.
     */
    @Override
    public Iterator<KeyPage> keyPages(TableDescription table, Segment segment) {
        List<String> names =
                table.keySchema().attributes().stream().map(KeyAttribute::name).toList();
        ScanRequest request = scan(table, segment)
                // By placeholders: a key attribute may have a reserved word for its name.
                .projectionExpression(names.size() == 1 ? "#k0" : "#k0, #k1")
                .expressionAttributeNames(
                        names.size() == 1
                                ? Map.of("#k0", names.get(0))
                                : Map.of("#k0", names.get(0), "#k1", names.get(1)))
                .build();
        return new ScanPages<>(
                dynamoDb,
                errors,
                request,
                page -> new KeyPage(
                        page.items().stream()
                                .map(item -> ItemJson.write(item, names))
                                .toList(),
                        Math.round(ScanPages.units(page.consumedCapacity()) * UNIT_BYTES)));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Errors are as those of {@link #keyPages}.
     */
    @Override
    public Iterator<ItemPage> itemPages(TableDescription table, Segment segment) {
        return new ScanPages<>(
                dynamoDb,
                errors,
                scan(table, segment).build(),
                page -> new ItemPage(
                        page.items().stream().map(ItemJson::write).toList(), ScanPages.units(page.consumedCapacity())));
    }

    private static ScanRequest.Builder scan(TableDescription table, Segment segment) {
        ScanRequest.Builder request = ScanRequest.builder()
                .tableName(table.name())
                .consistentRead(true)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
        return segment.total() == 1 ? request : request.segment(segment.index()).totalSegments(segment.total());
    }

    @Override
    public FoundItems items(TableDescription table, List<byte[]> keys) {
        return readItems.read(table.name(), keys);
    }
}
