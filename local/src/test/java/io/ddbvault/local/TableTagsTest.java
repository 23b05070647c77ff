package io.ddbvault.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.Tag;

/** Tags of tables as DynamoDB has them. */
class TableTagsTest {
    private static EmbeddedAws aws;
    private static AwsClients clients;

    @BeforeAll
    static void start() throws IOException {
        aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
        clients = AwsClients.of(aws);
    }

    @AfterAll
    static void stop() throws IOException {
        clients.close();
        aws.close();
    }

    @AfterEach
    void allowAll() {
        aws.faults().clear();
    }

    @Test
    void aTableIsCreatedWithItsTags() {
        TableDescription table = create("with-tags", tag("a:b", "1"), tag("c", ""));

        assertThat(table.tableName()).isEqualTo("with-tags");
        assertThat(table.tableStatus()).isEqualTo(TableStatus.ACTIVE);
        assertThat(table.creationDateTime())
                .isEqualTo(clients.dynamoDb()
                        .describeTable(r -> r.tableName("with-tags"))
                        .table()
                        .creationDateTime());
        assertThat(tags(table.tableArn())).containsExactlyInAnyOrder(tag("a:b", "1"), tag("c", ""));
    }

    @Test
    void tagsAreAddedReplacedAndRemoved() {
        String arn = create("changing", tag("a", "1"), tag("b", "2")).tableArn();

        clients.dynamoDb().tagResource(r -> r.resourceArn(arn).tags(tag("b", "3"), tag("c", "4")));
        assertThat(tags(arn)).containsExactlyInAnyOrder(tag("a", "1"), tag("b", "3"), tag("c", "4"));

        clients.dynamoDb().untagResource(r -> r.resourceArn(arn).tagKeys("a", "unknown"));
        assertThat(tags(arn)).containsExactlyInAnyOrder(tag("b", "3"), tag("c", "4"));
    }

    @Test
    void aTableMadeAnewUnderItsOldNameHasNoneOfTheOldTags() {
        create("anew", tag("a", "1"));
        clients.dynamoDb().deleteTable(r -> r.tableName("anew"));

        assertThat(tags(create("anew").tableArn())).isEmpty();
    }

    @Test
    void anExistingTableIsNotCreatedAgainAndKeepsItsTags() {
        String arn = create("twice", tag("a", "1")).tableArn();

        assertThatThrownBy(() -> create("twice", tag("a", "2"))).isInstanceOf(ResourceInUseException.class);
        assertThat(tags(arn)).containsExactly(tag("a", "1"));
    }

    @Test
    void whatDynamoDbLocalRefusesIsRefusedInItsWords() {
        assertThatThrownBy(() -> create("no"))
                .isInstanceOf(DynamoDbException.class)
                .hasMessageContaining("names must be between 3 and 255 characters long");
    }

    @Test
    void theTagsOfAMissingTableAreRefused() {
        String arn = Arn.table("no-such-table");

        assertThatThrownBy(() -> tags(arn))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Requested resource not found: ResourcArn: no-such-table not found");
    }

    @Test
    void tagsOutsideTheirBoundsAreRefusedAndNoTableIsMade() {
        assertThatThrownBy(() -> create("reserved", tag("aws:x", "1"))).hasMessageContaining("aws: prefixed");
        assertThatThrownBy(() -> create("reserved", tag("a", "1"), tag("a", "2")))
                .hasMessageContaining("Duplicate");
        assertThatThrownBy(() -> create("reserved", tag("a", "x".repeat(257))))
                .hasMessageContaining("less than or equal to 256");
        assertThat(clients.dynamoDb().listTables().tableNames()).doesNotContain("reserved");
        String arn = create("fifty").tableArn();
        assertThatThrownBy(() -> clients.dynamoDb()
                        .tagResource(r -> r.resourceArn(arn)
                                .tags(IntStream.range(0, 51)
                                        .mapToObj(i -> tag("t" + i, "x"))
                                        .toList())))
                .hasMessageContaining("Too many tags");
        assertThat(tags(arn)).isEmpty();
    }

    @Test
    void whoMayNotTagCannotCreateATableWithTags() {
        aws.faults().deny("TagResource", "denied");

        assertThatThrownBy(() -> create("denied", tag("a", "1"))).hasMessageContaining("dynamodb:TagResource");
        assertThat(clients.dynamoDb().listTables().tableNames()).doesNotContain("denied");
    }

    @Test
    void theThrottleOfExportsIsNotTheirs() {
        aws.faults().throttleControlPlane();
        String arn = create("calm", tag("a", "1")).tableArn();

        for (int i = 0; i < 30; i++) {
            assertThat(tags(arn)).containsExactly(tag("a", "1"));
        }
    }

    @Test
    void tagsAreThereAgainAfterARestart(@TempDir Path data) throws IOException {
        String arn;
        try (EmbeddedAws first = EmbeddedAws.start(EmbeddedAwsOptions.inMemory().withDataDirectory(data));
                AwsClients firstClients = AwsClients.of(first)) {
            arn = firstClients
                    .dynamoDb()
                    .createTable(request("kept", tag("a", "1")))
                    .tableDescription()
                    .tableArn();
        }
        try (EmbeddedAws second =
                        EmbeddedAws.start(EmbeddedAwsOptions.inMemory().withDataDirectory(data));
                AwsClients secondClients = AwsClients.of(second)) {
            assertThat(secondClients
                            .dynamoDb()
                            .listTagsOfResource(r -> r.resourceArn(arn))
                            .tags())
                    .containsExactly(tag("a", "1"));
        }
    }

    private static TableDescription create(String name, Tag... tags) {
        return clients.dynamoDb().createTable(request(name, tags)).tableDescription();
    }

    private static CreateTableRequest request(String name, Tag... tags) {
        return CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("id")
                        .keyType(KeyType.HASH)
                        .build())
                .tags(tags)
                .build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static List<Tag> tags(String arn) {
        return clients.dynamoDb().listTagsOfResource(r -> r.resourceArn(arn)).tags();
    }
}
