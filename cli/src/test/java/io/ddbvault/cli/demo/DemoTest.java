package io.ddbvault.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.AwsVault;
import io.ddbvault.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The demo with few items: what it shows must hold, and it must notice if it does not. */
@Tag("slow")
@Timeout(120)
class DemoTest {
    private static final int SCALE = 5;
    /** The table whose key is a text: it reads well in a message. */
    private static final DemoTable TABLE = DemoTable.all(SCALE).get(0);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void endsWithZeroWhenEveryItemIsBack() throws Exception {
        assertThat(run((dynamoDb, item) -> {})).isZero();
        assertThat(text(out))
                .contains("1. Start the embedded AWS", "All 150 items are back, exactly as they were.")
                .contains("8 deleted, 4 changed, 2 added");
    }

    @Test
    void endsNonZeroAndNamesAnItemThatIsMissing() throws Exception {
        assertThat(run((dynamoDb, item) -> dynamoDb.deleteItem(
                        delete -> delete.tableName(TABLE.name()).key(keyOf(item)))))
                .isEqualTo(1);
        assertThat(text(err))
                .contains(
                        TABLE.name() + ": the item with user_id=" + userId(victim()) + " is missing",
                        "error: The restored tables are not what they were.");
    }

    @Test
    void endsNonZeroAndNamesAnItemThatIsAltered() throws Exception {
        assertThat(run((dynamoDb, item) -> {
                    Map<String, AttributeValue> altered = new HashMap<>(item);
                    altered.put("created_at", AttributeValue.fromN("1"));
                    dynamoDb.putItem(put -> put.tableName(TABLE.name()).item(altered));
                }))
                .isEqualTo(1);
        assertThat(text(err))
                .contains(TABLE.name() + ": the item with user_id=" + userId(victim()) + " differs in created_at");
    }

    @Test
    void endsNonZeroAndNamesAnItemThatIsAdded() throws Exception {
        assertThat(run((dynamoDb, item) -> dynamoDb.putItem(
                        put -> put.tableName(TABLE.name()).item(Map.of("user_id", AttributeValue.fromS("stranger"))))))
                .isEqualTo(1);
        assertThat(text(err)).contains(TABLE.name() + ": the item with user_id=stranger should not be there");
    }

    /** An item that the demo's damage leaves alone. */
    private static Map<String, AttributeValue> victim() {
        return new GenerateItems(Demo.SEED).item(TABLE.name(), TABLE.keySchema(), 5);
    }

    private static Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
        return Map.of("user_id", AttributeValue.fromS(userId(item)));
    }

    private static String userId(Map<String, AttributeValue> item) {
        AttributeValue id = item.get("user_id");
        assertThat(id).isNotNull();
        return id.s();
    }

    private int run(BiConsumer<DynamoDbClient, Map<String, AttributeValue>> tamper) throws Exception {
        Terminal terminal = new Terminal(Map.of(), print(out), print(err), false);
        return new Demo(terminal, AwsVault::open, SCALE, dynamoDb -> tamper.accept(dynamoDb, victim())).run();
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
