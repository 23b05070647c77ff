package io.ddbvault.aws.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.backup.BackupRequest;
import io.ddbvault.core.backup.BackupSummary;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.BackupManifestJson;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.testkit.proxy.Calls;
import io.ddbvault.testkit.proxy.Fault;
import io.ddbvault.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExportSummary;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * {@code kill -9} of a backup leaves nothing orphaned: every export that was started is named by its date's manifest after
 * the next run, and none is started twice for one event.
 */
@Tag("slow")
class KillBackupTest {
    private static final LocalDate DATE = LocalDate.of(2025, 7, 22);
    private static final Instant DUE = Instant.parse("2025-07-22T02:00:00Z");
    private static final InstantSource NEXT_DAY = InstantSource.fixed(DUE.plusSeconds(86_400));
    private static final String EVENT = "{\"source\":\"aws.events\",\"time\":\"%s\"}".formatted(DUE);
    private static final int TABLES = 3;

    private static int scenes;

    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private FaultProxy s3;

    @SuppressWarnings("NullAway.Init")
    private FaultProxy dynamoDb;

    private final List<String> tables = new ArrayList<>();
    private String bucket = "";

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @BeforeEach
    void threeTablesOfOneTwoAndThreeItems() throws IOException {
        s3 = FaultProxy.to(aws.embedded().s3Endpoint());
        dynamoDb = FaultProxy.to(aws.embedded().dynamoDbEndpoint());
        bucket = aws.newBucket();
        scenes++;
        for (int table = 0; table < TABLES; table++) {
            String name = "exported-%d-%d".formatted(scenes, table);
            tables.add(name);
            aws.createTable(name, "id:S");
            aws.enablePointInTimeRecovery(name);
            aws.fill(
                    name,
                    IntStream.rangeClosed(0, table)
                            .mapToObj(i -> Map.of("id", AttributeValue.fromS("item-" + i)))
                            .toList());
        }
    }

    @AfterEach
    void everyPlannedKillHappened() throws IOException {
        try (FaultProxy ofS3 = s3;
                FaultProxy ofDynamoDb = dynamoDb) {
            ofS3.assertAllFired();
            ofDynamoDb.assertAllFired();
        }
    }

    /** Where the process is killed, and how many exports it has started by then. */
    enum Place {
        BEFORE_THE_NOTE(0),
        AFTER_THE_NOTE(0),
        AFTER_THE_FIRST_START(1),
        AFTER_THE_SECOND_START(2),
        AFTER_THE_LAST_START(3),
        BEFORE_THE_FIRST_MANIFEST(3),
        AFTER_THE_FIRST_MANIFEST(3),
        BEFORE_THE_LAST_MANIFEST(3),
        AFTER_THE_LAST_MANIFEST(3);

        private final int started;

        Place(int started) {
            this.started = started;
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameEventDeliveredAgainFinishesItAndStartsNothingTwice(Place place) throws Exception {
        kill(place, EVENT);
        assertThat(exports()).hasSize(place.started);

        BackupSummary summary = aws.backup(settings(), new BackupRequest(DUE, null, null, null), NEXT_DAY);

        assertThat(summary.warnings()).isEmpty();
        assertComplete(summary.exports(), exports());
        BackupManifest manifest = manifest(DATE).orElseThrow();
        assertComplete(manifest.attempts(), exports());
        assertThat(manifest.exports()).isEqualTo(summary.exports());
        assertThat(manifest.attempts()).extracting(TableExport::runKey).containsOnly(DUE.toString());
        assertThat(exports()).hasSize(TABLES);
    }

    @ParameterizedTest
    @EnumSource
    void theNextDaysRunFinishesAManualOneThatNobodyRepeats(Place place) throws Exception {
        kill(place, "{}");
        List<String> orphans = exports();
        assertThat(orphans).hasSize(place.started);
        awaitEnds(orphans);

        BackupSummary summary = aws.backup(settings(), BackupRequest.ALL, NEXT_DAY);

        assertThat(summary.warnings()).isEmpty();
        assertComplete(manifest(DATE).map(BackupManifest::attempts).orElse(List.of()), orphans);
        List<String> tomorrows = exports();
        tomorrows.removeAll(orphans);
        assertThat(tomorrows).hasSize(TABLES);
        assertComplete(manifest(DATE.plusDays(1)).orElseThrow().attempts(), tomorrows);
    }

    private void kill(Place place, String event) throws Exception {
        CompletableFuture<OtherProcess> process = new CompletableFuture<>();
        plan(place, () -> process.join().kill());
        Path clock = folder.resolve("clock");
        ProcessClock.set(clock, DUE.plusSeconds(4));
        try (OtherProcess started = OtherProcess.start(
                folder.resolve("process"),
                BackupAsProcess.class,
                List.of(
                        s3.endpoint().toString(),
                        dynamoDb.endpoint().toString(),
                        bucket,
                        Json.compact(tables),
                        clock.toString(),
                        event))) {
            process.complete(started);
            started.awaitKilled();
        }
        s3.awaitNoClients();
        dynamoDb.awaitNoClients();
    }

    private void plan(Place place, Runnable kill) {
        Calls notes = Calls.to("PUT").ofKeysFrom("native-exports/_state/backups/");
        Calls starts = Calls.to("ExportTableToPointInTime");
        Calls manifests = Calls.to("PUT").ofKeysTo("/manifest.json");
        Calls last = manifests.holding("\"successful_exports\" : " + TABLES);
        switch (place) {
            case BEFORE_THE_NOTE -> s3.plan(notes, Fault.insteadOf(kill));
            case AFTER_THE_NOTE -> s3.plan(notes, Fault.after(kill));
            case AFTER_THE_FIRST_START -> dynamoDb.plan(starts, Fault.after(kill));
            case AFTER_THE_SECOND_START ->
                dynamoDb.plan(starts, Fault.after(kill)).from(2);
            case AFTER_THE_LAST_START ->
                dynamoDb.plan(starts, Fault.after(kill)).from(TABLES);
            case BEFORE_THE_FIRST_MANIFEST -> s3.plan(manifests, Fault.insteadOf(kill));
            case AFTER_THE_FIRST_MANIFEST -> s3.plan(manifests, Fault.after(kill));
            case BEFORE_THE_LAST_MANIFEST -> s3.plan(last, Fault.insteadOf(kill));
            case AFTER_THE_LAST_MANIFEST -> s3.plan(last, Fault.after(kill));
        }
    }

    private Settings settings() {
        return TestAws.settings(bucket, Map.of("DYNAMODB_TABLES", Json.compact(tables)));
    }

    /** The ARNs of all exports of the three tables, those of the first table first. */
    private List<String> exports() {
        List<String> arns = new ArrayList<>();
        for (String table : tables) {
            String tableArn = aws.dynamoDb()
                    .describeTable(request -> request.tableName(table))
                    .table()
                    .tableArn();
            aws.dynamoDb().listExports(request -> request.tableArn(tableArn)).exportSummaries().stream()
                    .map(ExportSummary::exportArn)
                    .forEach(arns::add);
        }
        return arns;
    }

    private static void awaitEnds(List<String> exports) {
        for (String arn : exports) {
            while (aws.dynamoDb()
                    .describeExport(request -> request.exportArn(arn))
                    .exportDescription()
                    .exportStatusAsString()
                    .equals("IN_PROGRESS")) {
                Thread.onSpinWait();
            }
        }
    }

    private Optional<BackupManifest> manifest(LocalDate date) {
        String key = "native-exports/%s/manifest.json".formatted(date);
        try {
            return Optional.of(BackupManifestJson.read(
                    aws.s3()
                            .getObjectAsBytes(request -> request.bucket(bucket).key(key))
                            .asByteArray(),
                    date,
                    key));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    private void assertComplete(List<TableExport> named, List<String> started) {
        assertThat(named).extracting(TableExport::exportArn).containsExactlyInAnyOrderElementsOf(started);
        for (TableExport export : named) {
            assertThat(export.status()).isEqualTo(ExportStatus.COMPLETED);
            assertThat(export.itemCount()).isEqualTo(tables.indexOf(export.tableName()) + 1);
        }
    }
}
