package io.ddbvault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.AwsVault;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.program.MotoServer;
import io.ddbvault.testkit.program.ProgramOnPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/**
 * ddbvault against moto, where it is installed. moto's exports are no native exports: their ARN is malformed and they
 * have no manifests, so none of them may ever count as a backup. Restores of real backups into moto's tables work.
 */
@Tag("slow")
@Timeout(120)
class MotoTest {
    private static final String TABLE = "mfa-api_production_user_global";
    private static final String SORTED = "mfa-api_production_u2f_global";
    private static final int ITEMS = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static MotoServer moto;

    @SuppressWarnings("NullAway.Init")
    private static AwsClients clients;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        moto = MotoServer.start(ProgramOnPath.orSkip("moto_server"), folder);
        clients = AwsClients.create(moto.environment());
    }

    @BeforeEach
    void emptyTables() throws IOException, InterruptedException {
        moto.reset();
        createTable(TABLE, "id:S");
        createTable(SORTED, "id:S", "at:N");
    }

    @AfterAll
    @SuppressWarnings("NullAway")
    static void stop() throws InterruptedException {
        if (clients != null) {
            clients.close();
        }
        if (moto != null) {
            moto.close();
        }
    }

    @Test
    void anExportWithoutManifestsIsNeverABackupAndTheReasonIsGiven() {
        bucket("no-manifests");
        enablePointInTimeRecovery(TABLE);
        fill(TABLE, items(false));

        for (int run = 0; run < 2; run++) {
            assertThat(run("no-manifests", "backup", "--table", TABLE + "," + SORTED))
                    .isEqualTo(1);
            assertThat(text(out))
                    .contains("FAILED  " + TABLE, "is not the ARN of an export as DynamoDB gives it")
                    .contains("FAILED  " + SORTED, "Point-in-time recovery is off for table " + SORTED)
                    .contains("2 tables: 2 FAILED; 0 items")
                    .doesNotContain("COMPLETED");
            assertThat(text(err)).doesNotContain("defect", "Exception");
        }
        assertThat(run("no-manifests", "restore", "--clear-existing-data")).isEqualTo(1);
        assertThat(text(err)).contains("There is no backup with a completed export of any table");
        assertHolds(TABLE, items(false));
    }

    @Test
    void aBucketThatDoesNotExistIsNamed() {
        assertThat(run("never-made", "backup", "--table", TABLE)).isEqualTo(1);
        assertThat(text(err))
                .contains("error: There is no bucket for s3://never-made/native-exports/")
                .contains("Check BACKUP_BUCKET.");
    }

    @Test
    void aBackupIsRestoredIntoTablesWithExactlyItsItems() {
        putBackup("to-restore");
        fill(TABLE, List.of(Map.of("id", AttributeValue.fromS("added"))));
        List<Map<String, AttributeValue>> before = scan(TABLE);

        assertThat(run("to-restore", "restore", "--dry-run", "--clear-existing-data"))
                .as(text(out) + text(err))
                .isZero();
        assertThat(text(out)).contains("READY  " + TABLE, "READY  " + SORTED);
        assertThat(scan(TABLE)).isEqualTo(before);

        assertThat(run("to-restore", "restore", "--clear-existing-data", "--workers", "4"))
                .as(text(out) + text(err))
                .isZero();
        assertHolds(TABLE, items(false));
        assertHolds(SORTED, items(true));

        fill(TABLE, List.of(Map.of("id", AttributeValue.fromS("added"))));
        assertThat(run("to-restore", "restore", "--table", TABLE)).isZero();
        List<Map<String, AttributeValue>> withAdded = new ArrayList<>(items(false));
        withAdded.add(Map.of("id", AttributeValue.fromS("added")));
        assertHolds(TABLE, withAdded);
    }

    private static void putBackup(String bucket) {
        bucket(bucket);
        MakeBackup backup = new MakeBackup(bucket, "native-exports", "2025-07-22", "production");
        for (String table : List.of(TABLE, SORTED)) {
            List<String> lines = IntStream.range(0, ITEMS)
                    .mapToObj(i -> line(i, table.equals(SORTED)))
                    .toList();
            backup.table(table, List.of(lines.subList(0, 10), List.of(), lines.subList(10, ITEMS)));
        }
        backup.objects()
                .forEach((key, content) ->
                        clients.s3().putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content)));
    }

    /** One item of every type, as an export spells it. */
    private static String line(int i, boolean sorted) {
        return "{\"Item\":{\"id\":{\"S\":\"ключ 😀 %1$d\"}%2$s,\"s\":{\"S\":\"line\\nbreak \\\\ / \\\"%1$d\\\"\"},\"none\":{\"S\":\"\"},\"n\":{\"N\":\"1234567890123456789012345678901234567%3$d\"},\"b\":{\"B\":\"AP8iCg==\"},\"yes\":{\"BOOL\":true},\"nul\":{\"NULL\":true},\"ss\":{\"SS\":[\"ß\",\"x%1$d\"]},\"ns\":{\"NS\":[\"-1.5\",\"1%1$d\"]},\"bs\":{\"BS\":[\"AA==\",\"/w==\"]},\"l\":{\"L\":[]},\"m\":{\"M\":{\"deep\":{\"L\":[{\"B\":\"/w==\"},{\"M\":{}}]}}}}}"
                .formatted(i, sorted ? ",\"at\":{\"N\":\"%s\"}".formatted(i * 0.5) : "", i % 10);
    }

    private static List<Map<String, AttributeValue>> items(boolean sorted) {
        return IntStream.range(0, ITEMS).mapToObj(i -> item(i, sorted)).toList();
    }

    private static Map<String, AttributeValue> item(int i, boolean sorted) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("id", AttributeValue.fromS("ключ 😀 " + i));
        if (sorted) {
            item.put("at", AttributeValue.fromN(String.valueOf(i * 0.5)));
        }
        item.put("s", AttributeValue.fromS("line\nbreak \\ / \"" + i + "\""));
        item.put("none", AttributeValue.fromS(""));
        item.put("n", AttributeValue.fromN("1234567890123456789012345678901234567" + i % 10));
        item.put("b", AttributeValue.fromB(bytes(0, 0xff, '"', '\n')));
        item.put("yes", AttributeValue.fromBool(true));
        item.put("nul", AttributeValue.fromNul(true));
        item.put("ss", AttributeValue.fromSs(List.of("ß", "x" + i)));
        item.put("ns", AttributeValue.fromNs(List.of("-1.5", "1" + i)));
        item.put("bs", AttributeValue.fromBs(List.of(bytes(0), bytes(0xff))));
        item.put("l", AttributeValue.fromL(List.of()));
        item.put(
                "m",
                AttributeValue.fromM(Map.of(
                        "deep",
                        AttributeValue.fromL(
                                List.of(AttributeValue.fromB(bytes(0xff)), AttributeValue.fromM(Map.of()))))));
        return item;
    }

    private static SdkBytes bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return SdkBytes.fromByteArray(bytes);
    }

    private static void assertHolds(String table, List<Map<String, AttributeValue>> items) {
        assertThat(scan(table)).containsExactlyInAnyOrderElementsOf(items);
    }

    private static List<Map<String, AttributeValue>> scan(String table) {
        return clients.dynamoDb().scanPaginator(scan -> scan.tableName(table)).items().stream()
                .toList();
    }

    private static void fill(String table, List<Map<String, AttributeValue>> items) {
        items.forEach(
                item -> clients.dynamoDb().putItem(put -> put.tableName(table).item(item)));
    }

    private static void bucket(String bucket) {
        clients.s3()
                .createBucket(create -> create.bucket(bucket)
                        .createBucketConfiguration(where -> where.locationConstraint("eu-west-1")));
    }

    private static void enablePointInTimeRecovery(String table) {
        clients.dynamoDb()
                .updateContinuousBackups(update -> update.tableName(table)
                        .pointInTimeRecoverySpecification(pitr -> pitr.pointInTimeRecoveryEnabled(true)));
    }

    private static void createTable(String table, String... key) {
        clients.dynamoDb()
                .createTable(create -> create.tableName(table)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(Arrays.stream(key)
                                .map(k -> k.split(":", 2))
                                .map(k -> AttributeDefinition.builder()
                                        .attributeName(k[0])
                                        .attributeType(k[1])
                                        .build())
                                .toList())
                        .keySchema(Arrays.stream(key)
                                .map(k -> KeySchemaElement.builder()
                                        .attributeName(k.split(":", 2)[0])
                                        .keyType(k.equals(key[0]) ? KeyType.HASH : KeyType.RANGE)
                                        .build())
                                .toList()));
    }

    /** The exit code of ddbvault's command line. */
    private int run(String bucket, String... arguments) {
        out.reset();
        err.reset();
        Map<String, String> environment = new HashMap<>(moto.environment());
        environment.put("BACKUP_BUCKET", bucket);
        environment.put("ENVIRONMENT", "production");
        return new Cli(
                        new Terminal(environment, RunCli.print(out), RunCli.print(err), false),
                        AwsVault::open,
                        new Interrupts(RunCli.print(err)))
                .run(arguments);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(UTF_8);
    }
}
