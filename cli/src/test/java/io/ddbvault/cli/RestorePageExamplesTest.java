package io.ddbvault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.AwsVault;
import io.ddbvault.aws.Vault;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.local.CallFaults;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import io.ddbvault.testkit.MakeBackup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Runs the commands of docs/restore.md in their order, where two restores were before: one that left rejects because of an
 * index that is gone now, and one that stopped. What a command prints is what the page shows, but for times and processes.
 * It has no more rights than the page lists for it.
 */
@Timeout(120)
class RestorePageExamplesTest {
    private static final Path PAGE = Path.of("../docs/restore.md");
    private static final Pattern BLOCK = Pattern.compile("```(sh|text)\n(.*?)```", Pattern.DOTALL);
    private static final LocalDate DATE = LocalDate.of(2025, 7, 22);
    private static final String USERS = "mfa-api_production_user_global";
    private static final String KEYS = "mfa-api_production_u2f_global";
    private static final String STOPPED = "20250722T030000Z-1a2b3c4d";
    private static final String WITH_REJECTS = "20250722T040000Z-5e6f7a8b";

    private final Map<String, String> environment = new HashMap<>();
    private String printed = "";

    @Test
    void everyCommandOfThePagePrintsWhatThePageShows() throws IOException {
        List<MatchResult> blocks =
                BLOCK.matcher(Files.readString(PAGE)).results().toList();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(11);
        try (EmbeddedAws aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory())) {
            environment.putAll(Map.of(
                    "AWS_ENDPOINT_URL_S3",
                    aws.s3Endpoint().toString(),
                    "AWS_ENDPOINT_URL_DYNAMODB",
                    aws.dynamoDbEndpoint().toString(),
                    "AWS_ACCESS_KEY_ID",
                    "test",
                    "AWS_SECRET_ACCESS_KEY",
                    "test"));
            for (MatchResult block : blocks) {
                if (block.group(1).equals("text")) {
                    assertThat(comparable(printed)).isEqualTo(comparable(block.group(2)));
                } else {
                    block.group(2).lines().forEach(line -> run(line, aws.faults()));
                }
            }
        }
    }

    @Test
    void theKeysOnThePageAreThoseOfTheCode() throws IOException {
        BackupLayout layout = new BackupLayout("PREFIX");

        assertThat(Files.readString(PAGE))
                .contains(Stream.of(
                                layout.checkpoint("{restore_id}"),
                                layout.rejects("{restore_id}", "{table}"),
                                layout.existingKeys("{restore_id}", "{table}", 7)
                                        .replace("0007", "{attempt}"),
                                layout.restoreReport("{id}"),
                                layout.lock("arn:aws:dynamodb:{region}:{account}:table/{table}"),
                                layout.notedStarts(DATE).replace(DATE.toString(), "{date}"))
                        .map(key -> "| `" + key.substring("PREFIX/".length()) + "` |")
                        .toList());
    }

    private void run(String line, CallFaults faults) {
        if (line.startsWith("export ")) {
            String[] assignment = line.substring("export ".length()).split("=", 2);
            environment.put(assignment[0], assignment[1]);
            if (assignment[0].equals("ENVIRONMENT")) {
                prepare();
            }
            return;
        }
        String[] words = line.split(" ", -1);
        assertThat(words[0]).isEqualTo("./ddbvault");
        denyWhatThePageSaysIsNotNeeded(line, faults);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new Cli(
                        new Terminal(environment, RunCli.print(out), RunCli.print(err), false),
                        AwsVault::open,
                        new Interrupts(RunCli.print(err)))
                .run(Arrays.copyOfRange(words, 1, words.length));
        assertThat(exitCode).as("%s%n%s%n%s", line, out, err).isZero();
        printed = out.toString(UTF_8);
        faults.clear();
    }

    private static void denyWhatThePageSaysIsNotNeeded(String line, CallFaults faults) {
        String backups = "native-exports/2";
        faults.denyS3("PutObject", backups);
        faults.denyS3("DeleteObject", "");
        faults.deny("Scan");
        if (!line.contains("--restore-id")) {
            faults.denyS3("GetObject", backups);
        }
        if (line.contains("--unfinished") || line.contains(" status ")) {
            List.of("DescribeTable", "DescribeTimeToLive", "BatchWriteItem").forEach(faults::deny);
            faults.denyS3("PutObject", "");
        }
        if (line.contains(" unlock ")) {
            List.of("DescribeTimeToLive", "BatchWriteItem").forEach(faults::deny);
            faults.denyS3("GetObject", "native-exports/_state/restores/");
            faults.denyS3("PutObject", "native-exports/_state/restores/");
        }
    }

    private void prepare() {
        try (AwsClients clients = AwsClients.create(environment)) {
            clients.s3().createBucket(create -> create.bucket("my-backup-bucket"));
            createTable(clients, USERS);
            createTable(clients, KEYS);
            MakeBackup backup = new MakeBackup("my-backup-bucket", "native-exports", "2025-07-22", "production");
            backup.table(USERS, List.of(lines(500)));
            List<String> keys = new ArrayList<>(lines(198));
            keys.add("{\"Item\":{\"id\":{\"S\":\"u-198\"},\"rank\":{\"S\":\"high\"}}}");
            keys.add("{\"Item\":{\"id\":{\"S\":\"u-199\"},\"rank\":{\"S\":\"low\"}}}");
            backup.table(KEYS, List.of(keys));
            backup.objects()
                    .forEach((key, content) -> clients.s3()
                            .putObject(put -> put.bucket("my-backup-bucket").key(key), RequestBody.fromBytes(content)));

            RestoreReport rejected = restore(clients, WITH_REJECTS, List.of(KEYS), Integer.MAX_VALUE);
            assertThat(rejected.results()).extracting(TableResult::status).containsExactly(TableStatus.PARTIAL_SUCCESS);
            clients.dynamoDb()
                    .updateTable(update -> update.tableName(KEYS)
                            .globalSecondaryIndexUpdates(GlobalSecondaryIndexUpdate.builder()
                                    .delete(delete -> delete.indexName("by-rank"))
                                    .build()));
            RestoreReport stopped = restore(clients, STOPPED, List.of(USERS, KEYS), 1);
            assertThat(stopped.restoreId()).isEqualTo(STOPPED);
        }
    }

    /** By one worker, and stopped after so many batches. */
    private RestoreReport restore(AwsClients clients, String id, List<String> tables, int batches) {
        Stop stop = Stop.onRequest(InstantSource.system());
        int[] left = {batches};
        ProgressListener stopping = event -> {
            if (event instanceof Advanced && --left[0] == 0) {
                stop.request("the test's stop");
            }
        };
        try (Vault vault = AwsVault.on(clients, Settings.forRestore(environment), stopping, stop)) {
            return vault.restore(new RestoreRequest(null, tables, false, false, 1), id);
        }
    }

    private static void createTable(AwsClients clients, String table) {
        clients.dynamoDb()
                .createTable(create -> create.tableName(table)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(
                                attribute("id", ScalarAttributeType.S), attribute("rank", ScalarAttributeType.N))
                        .keySchema(key("id"))
                        .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                                .indexName("by-rank")
                                .keySchema(key("rank"))
                                .projection(projection -> projection.projectionType(ProjectionType.ALL))
                                .build()));
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement key(String name) {
        return KeySchemaElement.builder()
                .attributeName(name)
                .keyType(KeyType.HASH)
                .build();
    }

    private static List<String> lines(int count) {
        return IntStream.range(0, count)
                .mapToObj("{\"Item\":{\"id\":{\"S\":\"u-%d\"}}}"::formatted)
                .toList();
    }

    private static String comparable(String text) {
        return text.replace("\r", "")
                .replaceAll("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z", "TIME")
                .replaceAll("process \\d+ of .* on \\S+", "PROCESS")
                .replaceAll("in \\d+\\.\\d s\\.", "in SECONDS");
    }
}
