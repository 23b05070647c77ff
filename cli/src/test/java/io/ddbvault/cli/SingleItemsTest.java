package io.ddbvault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.cli.OperatorsWorld.Ran;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code get}, and {@code restore --key}, as an operator uses them. */
@Timeout(120)
class SingleItemsTest {
    private static final String U3 =
            "{\"id\":{\"S\":\"u-3\"},\"logins\":{\"N\":\"9\"},\"mail\":{\"S\":\"u3@example.com\"}}";

    private final OperatorsWorld world;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path folder;

    SingleItemsTest() throws IOException {
        world = new OperatorsWorld();
    }

    @BeforeEach
    void theKeysAreGone() {
        assertThat(users()).doesNotContainKeys("u-3", "u-7").hasSize(99);
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void whatADeployDeletedComesBackAndAllElseStays() {
        Map<String, Map<String, AttributeValue>> expected = users();
        expected.put("u-3", user(3));
        expected.put("u-7", user(7));

        Ran ran = run("restore", "--table", "users", "--key", "id=u-3", "--key", "{\"id\":{\"S\":\"u-7\"}}");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("Restore of 2 keys in the backup of 2025-07-22", "2 of 2 items written");
        assertThat(users()).isEqualTo(expected);
    }

    @Test
    void allItemsUnderAPartitionKeyComeBackFromAFileOfKeys() throws IOException {
        IntStream.range(0, 40).forEach(this::delete);
        Path keys = folder.resolve("keys.txt");
        Files.writeString(
                keys, "# of Monday\n\ncustomer=u-3\n{\"customer\":{\"S\":\"u-4\"},\"number\":{\"N\":\"14\"}}\n");

        Ran ran = run("restore", "--table", "orders", "--keys-file", keys.toString(), "--json");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("\"expected_items\":5", "\"items_written\":5", "\"keys\":2");
        assertThat(world.clients()
                        .dynamoDb()
                        .scanPaginator(scan -> scan.tableName("orders"))
                        .items())
                .extracting(item -> Objects.requireNonNull(item.get("number")).n())
                .containsExactlyInAnyOrder("3", "13", "23", "33", "14");
    }

    @Test
    void aDryRunOfKeysWritesNothing() {
        Ran ran = run("restore", "--table", "users", "--key", "id=u-3", "--dry-run");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .contains(
                        "Dry run of 1 key in the backup of 2025-07-22", "READY  users  1 key to look for in 2 files, ");
        assertThat(users()).hasSize(99);
    }

    @Test
    void noneOfTheKeysInTheBackupIsAFailure() {
        Ran ran = run("restore", "--table", "users", "--key", "id=u-999");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out())
                .contains("FAILED", "The backup has no item for 1 of the 1 keys: {\"id\":{\"S\":\"u-999\"}}.");
        assertThat(users()).hasSize(99);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "restore --key u-3 | error: key 1 is neither name=value nor name=value,name=value",
                "restore --key id=u-3 --key {\"id\" | error: key 2 is no JSON, though it begins with a brace",
                "restore --key id=u-3 --clear-existing-data | error: --key goes without --clear-existing-data, which would delete all other items",
                "restore --key id=u-3 --table users,orders | error: --key is of one table, and --table names 2",
                "restore --key id=u-3 --restore-id 20250722T030000Z-1a2b3c4d | error: --restore-id goes without --key",
                "restore --key id=u-3 --rejects k | error: --rejects goes without --key",
                "restore --keys-file no-such-file | error: --keys-file: there is no file no-such-file",
                "restore --keys-file . | error: --keys-file: . cannot be read",
                "get 2025-07-22 users | error: no key: give one KEY or more, or --keys-file",
                "get 2025-07-22 | error: Missing required parameter: 'TABLE'",
                "get 22.7.2025 users id=u-3 | error: Invalid value for positional parameter at index 0 (DATE): '22.7.2025' is not 'latest' or a date of the form YYYY-MM-DD",
                "get 2025-07-22 users id=secret,x | error: key 1 is neither name=value",
            })
    void aWrongUsageIsNamedAndNothingIsTouched(String line, String error) {
        Ran ran = run(line.split(" ", -1));

        assertThat(ran.exitCode()).isEqualTo(64);
        assertThat(ran.err()).startsWith(error).doesNotContain("\tat ", "secret");
        assertThat(users()).hasSize(99);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "restore --key id=u-3 | error: keys are of one table, and 2 would be restored, users, orders; name one of them in tables. Nothing was touched.",
                "restore --table users --key mail=secret | error: key 1 names mail, which is no key attribute; the key of users is id (S). Nothing was touched.",
                "restore --table orders --key customer=u-3,number=secret | error: key 1 gives a value for number which is no number of at most 38 digits; the key of orders is customer (S) + number (N). Nothing was touched.",
                "get 2025-07-22 users {\"id\":{\"N\":\"3\"}} | error: key 1 gives id the type N; the key of users is id (S). Nothing was touched.",
                "get 2025-07-20 users id=u-3 | error: There is no backup of 2025-07-20: s3://my-backup-bucket/native-exports/2025-07-20/manifest.json does not exist.",
                "get 2025-07-22 user id=u-3 | error: user is not in the backup s3://my-backup-bucket/native-exports/2025-07-22/manifest.json. Check the name",
                "get 2025-07-21 orders customer=u-3 | error: The export of orders on 2025-07-21 failed",
                "get 2025-07-22 users id=u-3 --bucket no-such-bucket | error: ",
            })
    void whatIsNotThereIsNamedInOneLine(String line, String error) {
        Ran ran = run(line.split(" ", -1));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines().filter(text -> text.startsWith("error:")))
                .hasSize(1)
                .first()
                .asString()
                .startsWith(error)
                .doesNotContain("secret");
        assertThat(users()).hasSize(99);
    }

    @Test
    void asJsonEachItemIsALineAndTheLastOneSaysWhatWasNotFound() {
        Ran ran = run("get", "2025-07-22", "users", "id=u-3", "id=u-200", "--json");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out().lines())
                .containsExactly(
                        "{\"item\":" + U3 + "}",
                        "{\"summary\":{\"backup_date\":\"2025-07-22\",\"table_name\":\"users\",\"items\":1,\"keys\":2,\"keys_missing\":1,\"missing_keys\":[{\"id\":{\"S\":\"u-200\"}}],\"faults\":[]}}");
        assertThat(ran.err()).isEmpty();
        assertThat(run("get", "2025-07-22", "users", "id=u-3", "--json", "--plain")
                        .out()
                        .lines())
                .first()
                .isEqualTo("{\"item\":{\"id\":\"u-3\",\"logins\":9,\"mail\":\"u3@example.com\"}}");
    }

    @Test
    void aTableThatIsGoneIsReadByKeysInFull() {
        world.clients().dynamoDb().deleteTable(delete -> delete.tableName("orders"));

        Ran shortForm = run("get", "latest", "orders", "customer=u-3,number=13");
        Ran inFull = run("get", "latest", "orders", "{\"customer\":{\"S\":\"u-3\"},\"number\":{\"N\":\"13\"}}");

        assertThat(shortForm.exitCode()).isEqualTo(1);
        assertThat(shortForm.err())
                .startsWith(
                        "error: The backup's manifest does not say what the key of orders was, and there is no such");
        assertThat(inFull.exitCode()).isZero();
        assertThat(inFull.out())
                .isEqualTo("{\"customer\":{\"S\":\"u-3\"},\"number\":{\"N\":\"13\"},\"total\":{\"N\":\"13.50\"}}"
                        + System.lineSeparator());
    }

    @Test
    void keysMayComeFromStandardInput() {
        InputStream before = System.in;
        Ran ran;
        try {
            System.setIn(new ByteArrayInputStream("id=u-3\n".getBytes(UTF_8)));
            ran = run("get", "2025-07-22", "users", "--keys-file", "-");
        } finally {
            System.setIn(before);
        }

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out().strip()).isEqualTo(U3);
    }

    @Test
    void aLineOfAFileThatIsNoKeyIsNamedByItsNumber() throws IOException {
        Path keys = Files.writeString(folder.resolve("k"), "id=u-3\nsecret\n");

        Ran ran = run("get", "2025-07-22", "users", "--keys-file", keys.toString());

        assertThat(ran.exitCode()).isEqualTo(64);
        assertThat(ran.err())
                .startsWith("error: " + keys + " line 2 is neither name=value")
                .doesNotContain("secret");
    }

    @Test
    void aFileThatIsNoUtf8OrHoldsNoKeyIsRefused() throws IOException {
        Path latin = Files.write(folder.resolve("latin"), new byte[] {'i', 'd', '=', (byte) 0xe9, '\n'});
        Path empty = Files.writeString(folder.resolve("empty"), "# nothing\n\n");

        assertThat(run("get", "latest", "users", "--keys-file", latin.toString())
                        .err())
                .startsWith("error: --keys-file: %s is not UTF-8".formatted(latin));
        assertThat(run("get", "latest", "users", "--keys-file", empty.toString())
                        .err())
                .startsWith("error: --keys-file: %s holds no key".formatted(empty));
    }

    @Test
    void anItemThatIsDamagedInTheBucketIsNotGivenAsIfItWereGood() {
        String key = world
                .clients()
                .s3()
                .listObjectsV2Paginator(
                        list -> list.bucket(OperatorsWorld.BUCKET).prefix("native-exports/2025-07-22/users/"))
                .contents()
                .stream()
                .map(object -> object.key())
                .filter(name -> name.endsWith("1.json.gz"))
                .findFirst()
                .orElseThrow();
        world.clients()
                .s3()
                .deleteObject(delete -> delete.bucket(OperatorsWorld.BUCKET).key(key));

        Ran ran = run("get", "2025-07-22", "users", "id=u-3", "id=u-70");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out().strip()).isEqualTo(U3);
        assertThat(ran.err().lines())
                .contains(
                        "not found: {\"id\":{\"S\":\"u-70\"}}",
                        "error: The data file s3://my-backup-bucket/%s is missing, which the export's manifest lists with 40 items."
                                .formatted(key));
    }

    private void delete(int order) {
        world.clients()
                .dynamoDb()
                .deleteItem(delete -> delete.tableName("orders")
                        .key(Map.of(
                                "customer", AttributeValue.fromS("u-" + order % 10),
                                "number", AttributeValue.fromN(Integer.toString(order)))));
    }

    private Map<String, Map<String, AttributeValue>> users() {
        Map<String, Map<String, AttributeValue>> byId = new HashMap<>();
        world.clients()
                .dynamoDb()
                .scanPaginator(scan -> scan.tableName("users"))
                .items()
                .forEach(item -> byId.put(Objects.requireNonNull(item.get("id")).s(), item));
        return byId;
    }

    private static Map<String, AttributeValue> user(int number) {
        return Map.of(
                "id", AttributeValue.fromS("u-" + number),
                "mail", AttributeValue.fromS("u%d@example.com".formatted(number)),
                "logins", AttributeValue.fromN(Integer.toString(number * 3)));
    }

    private Ran run(String... arguments) {
        return world.run(new ArrayList<>(Arrays.asList(arguments)));
    }
}
