package io.ddbvault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.AwsVault;
import io.ddbvault.cli.OperatorsWorld.Ran;
import io.ddbvault.core.json.Json;
import io.ddbvault.testkit.MakeBackup;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Tag;

/** Drills by the command line on the embedded AWS: what is left there, and what is said. */
@Timeout(120)
class DrillOnAwsTest {
    @SuppressWarnings("NullAway.Init")
    private OperatorsWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new OperatorsWorld();
    }

    @AfterEach
    void stop() throws IOException {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "orders"})
    void aGoodDrillLeavesNoTableAndAGoodResult(String table) throws IOException {
        List<Map<String, AttributeValue>> before = items(table);

        Ran ran = run("drill 2025-07-22 --yes --table " + table);

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).startsWith("GOOD  " + table);
        assertThat(tables()).containsExactly("orders", "users");
        assertThat(items(table)).containsExactlyInAnyOrderElementsOf(before);
        Map<String, Object> result = result(idIn(ran.err()));
        assertThat(result)
                .containsEntry("verdict", "GOOD")
                .containsEntry("table_name", table)
                .containsEntry("items", table.equals("users") ? 100 : 40)
                .containsEntry("problems", List.of());
        assertThat(String.valueOf(result.get("scratch_table"))).startsWith("ddbvault-drill-" + table + "-");
    }

    @Test
    void aPersonIsAskedAndNothingIsCreatedWithoutYes() {
        Ran refused = answering("no\n", "drill", "--table", "users");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains(
                        "Drill of users by the backup of 2025-07-22: 100 items",
                        "error: Not confirmed: 'no' is not yes");
        assertThat(tables()).containsExactly("orders", "users");
        assertThat(keys()).noneMatch(key -> key.contains("/_state/"));

        assertThat(answering("yes\n", "drill", "--table", "users").exitCode()).isZero();
    }

    @Test
    void aBackupWithADamagedLineIsBad() {
        MakeBackup backup = new MakeBackup(OperatorsWorld.BUCKET, "native-exports", "2025-07-23", "production");
        List<String> lines = IntStream.range(0, 50)
                .mapToObj("{\"Item\":{\"id\":{\"S\":\"u-%d\"}}}"::formatted)
                .toList();
        MakeBackup.Export export = backup.table("users", List.of(lines, List.of("{\"Item\":{\"id\":{\"S\":\"half")));
        store(backup);

        Ran ran = run("drill 2025-07-23 --table users --yes");

        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(2);
        assertThat(ran.out())
                .startsWith("BAD  users: the backup of 2025-07-23 was restored otherwise than it is")
                .contains("The restore was not whole: ", export.dataFile(1) + " line 1");
        assertThat(tables()).containsExactly("orders", "users");
    }

    @Test
    void aBackupWhoseDataFileIsAnotherIsRefusedBeforeAnythingIsCreated() {
        String file = keys().stream()
                .filter(key -> key.startsWith("native-exports/2025-07-22/users/") && key.contains("/data/"))
                .findFirst()
                .orElseThrow();
        world.clients()
                .s3()
                .putObject(
                        put -> put.bucket(OperatorsWorld.BUCKET).key(file),
                        RequestBody.fromBytes(MakeBackup.gzip(List.of("another"))));

        Ran ran = run("drill --table users --yes");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines())
                .hasSize(1)
                .allMatch(line -> line.startsWith("error: The backup of users on 2025-07-22 cannot be restored")
                        && line.contains(file));
        assertThat(tables()).containsExactly("orders", "users");
    }

    @Test
    void aTableThatCouldNotBeDeletedIsCleanedUpAndForeignOnesAreNot() {
        createForeign("ddbvault-drill-untagged", Map.of());
        createForeign("ddbvault-drill-mine", Map.of("ddbvault:drill", "mine"));
        createForeign("ddbvault-drill-elsewhere", Map.of("ddbvault:drill", "20250101T000000Z-00000001"));
        world.aws().faults().deny("DeleteTable");

        Ran drilled = run("drill --table users --yes");

        assertThat(drilled.exitCode()).isEqualTo(2);
        assertThat(drilled.out())
                .startsWith("GOOD")
                .containsPattern("warning: The scratch table ddbvault-drill-users-[0-9a-f]{8} could not be deleted")
                .contains("dynamodb:DeleteTable", "'ddbvault drill --cleanup' deletes it.");
        String left = tables().stream()
                .filter(name -> name.startsWith("ddbvault-drill-users-"))
                .findFirst()
                .orElseThrow();
        Ran denied = run("drill --cleanup");
        assertThat(denied.exitCode()).isEqualTo(1);
        assertThat(denied.out()).contains("FAILED   " + left);

        world.aws().faults().clear();
        Ran cleaned = run("drill --cleanup");

        assertThat(cleaned.exitCode()).isZero();
        assertThat(cleaned.out())
                .contains(
                        "DELETED  " + left,
                        "LEFT     ddbvault-drill-untagged",
                        "LEFT     ddbvault-drill-mine",
                        "LEFT     ddbvault-drill-elsewhere",
                        "Its drill 20250101T000000Z-00000001 is not known in s3://my-backup-bucket/native-exports/");
        assertThat(tables())
                .containsExactly(
                        "ddbvault-drill-elsewhere",
                        "ddbvault-drill-mine",
                        "ddbvault-drill-untagged",
                        "orders",
                        "users");
    }

    @Test
    void aKeptTableHoldsTheBackupUntilItIsCleanedUp() {
        Ran drilled = run("drill --table users --yes --keep-table");

        assertThat(drilled.exitCode()).as(drilled.out()).isZero();
        assertThat(drilled.out()).contains("was kept, as asked. 'ddbvault drill --cleanup --kept' deletes it.");
        String kept = tables().get(0);
        assertThat(items(kept)).hasSize(100);
        assertThat(run("drill --cleanup").out()).contains("LEFT  " + kept);

        assertThat(run("drill --cleanup --kept").out()).contains("DELETED  " + kept);
        assertThat(tables()).containsExactly("orders", "users");
    }

    @Test
    void interruptedWhileItWritesItLeavesNoTable() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread[] signal = new Thread[1];
        Interrupts[] interrupts = new Interrupts[1];
        ByteArrayOutputStream err = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                super.write(bytes, offset, length);
                if (toString(UTF_8).contains(": writing 100 items") && interrupted.compareAndSet(false, true)) {
                    signal[0] = new Thread(interrupts[0]::interrupt);
                    signal[0].start();
                }
            }
        };
        interrupts[0] = new Interrupts(RunCli.print(err));
        Terminal terminal = new Terminal(world.environment(), RunCli.print(out), RunCli.print(err), false);

        int exitCode = new Cli(terminal, AwsVault::open, interrupts[0])
                .run("drill", "--table", "users", "--yes", "--max-write-units", "5", "--workers", "1");
        interrupts[0].ended();
        signal[0].join();

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .contains("stopping", "error: The drill was stopped by an interrupt after ")
                .containsPattern("ddbvault-drill-users-[0-9a-f]{8}: deleted");
        assertThat(tables()).containsExactly("orders", "users");
        assertThat(run("restore --unfinished").out()).contains("No restore is unfinished.");
    }

    @Test
    void deniedToCreateATableItSaysSoInOneLine() {
        world.aws().faults().deny("CreateTable");

        Ran ran = run("drill --table users --yes --quiet");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines())
                .hasSize(1)
                .allMatch(line ->
                        line.startsWith("error: DynamoDB denies dynamodb:CreateTable on table ddbvault-drill-users-")
                                && line.contains("Allow dynamodb:CreateTable"));
    }

    @Test
    void deniedToListTablesACleanUpSaysSoInOneLine() {
        world.aws().faults().deny("ListTables");

        Ran ran = run("drill --cleanup");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines())
                .hasSize(1)
                .allMatch(line -> line.contains("dynamodb:ListTables") && !line.contains("Exception:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drill 2001-01-01 --table users --yes | There is no backup of 2001-01-01",
                "drill 2025-07-22 --table usres --yes | usres is not in the backup s3://my-backup-bucket/native-exports/2025-07-22/manifest.json",
                "drill --table usres --yes | There is no backup with a completed export of usres",
                "drill 2025-07-21 --table orders --yes | The backup of orders on 2025-07-21 cannot be restored",
                "drill --table users --yes --bucket no-such-bucket | There is no bucket",
                "drill --cleanup --prefix no-such/../prefix | S3_EXPORTS_PREFIX is not a key prefix"
            })
    void wrongInputGetsOneClearLine(String example) {
        String[] parts = example.split(" \\| ", 2);

        Ran ran = run(parts[0]);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines().findFirst().orElseThrow()).startsWith("error: " + parts[1]);
        assertThat(ran.err()).doesNotContain("\tat ");
        assertThat(tables()).containsExactly("orders", "users");
    }

    @Test
    void withoutCredentialsItSaysWhatIsMissing() {
        Map<String, String> nobody = new HashMap<>(world.environment());
        nobody.remove("AWS_ACCESS_KEY_ID");
        nobody.remove("AWS_SECRET_ACCESS_KEY");
        nobody.put("AWS_EC2_METADATA_DISABLED", "true");
        nobody.put("AWS_CONFIG_FILE", "/nowhere");
        nobody.put("AWS_SHARED_CREDENTIALS_FILE", "/nowhere");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(nobody, RunCli.print(new ByteArrayOutputStream()), RunCli.print(err), false);

        int exitCode = new Cli(terminal, AwsVault::open, new Interrupts(RunCli.print(err)))
                .run("drill", "--table", "users", "--yes");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("error: ")
                .contains("credentials")
                .doesNotContain("\tat ");
    }

    private Ran run(String line) {
        return world.run(List.of(line.split(" ", -1)));
    }

    private Ran answering(String typed, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                world.environment(),
                RunCli.print(out),
                RunCli.print(err),
                false,
                new BufferedReader(new StringReader(typed)),
                false);
        int exitCode = new Cli(terminal, AwsVault::open, new Interrupts(RunCli.print(err))).run(arguments);
        return new Ran(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    private static String idIn(String err) {
        return err.lines()
                .filter(line -> line.startsWith("drill "))
                .findFirst()
                .orElseThrow()
                .substring("drill ".length());
    }

    private List<String> tables() {
        return world.clients().dynamoDb().listTables().tableNames();
    }

    private List<Map<String, AttributeValue>> items(String table) {
        return world.clients().dynamoDb().scan(scan -> scan.tableName(table)).items();
    }

    private List<String> keys() {
        return world
                .clients()
                .s3()
                .listObjectsV2Paginator(list -> list.bucket(OperatorsWorld.BUCKET))
                .contents()
                .stream()
                .map(object -> object.key())
                .toList();
    }

    private Map<String, Object> result(String drillId) throws IOException {
        byte[] json = world.clients()
                .s3()
                .getObjectAsBytes(get -> get.bucket(OperatorsWorld.BUCKET)
                        .key("native-exports/_state/drills/" + drillId + "/result.json"))
                .asByteArray();
        Map<String, Object> fields = new HashMap<>();
        if (Json.parse(json) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> fields.put(String.valueOf(name), value));
        }
        return fields;
    }

    private void store(MakeBackup backup) {
        backup.objects()
                .forEach((key, content) -> world.clients()
                        .s3()
                        .putObject(put -> put.bucket(OperatorsWorld.BUCKET).key(key), RequestBody.fromBytes(content)));
    }

    private void createForeign(String name, Map<String, String> tags) {
        world.clients()
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
