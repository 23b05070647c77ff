package io.ddbvault.core.backup;

import static io.ddbvault.core.backup.BackupFixture.SCHEDULED;
import static io.ddbvault.core.backup.BackupFixture.TODAY;
import static io.ddbvault.core.backup.BackupFixture.assertStatuses;
import static io.ddbvault.core.backup.BackupFixture.exportOf;
import static io.ddbvault.core.manifest.ExportStatus.COMPLETED;
import static io.ddbvault.core.manifest.ExportStatus.FAILED;
import static io.ddbvault.testkit.InMemoryBackupStore.Call.PUT_IF_ABSENT;
import static io.ddbvault.testkit.InMemoryBackupStore.Call.PUT_IF_UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.TableExport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who else writes the manifest, and what stays of it. */
class BackupManifestTest {
    private static final BackupRequest USERS = new BackupRequest(null, null, List.of("prod-users"), null);
    private static final BackupRequest VISITS = new BackupRequest(null, null, List.of("prod-visits"), null);

    private static final String MANIFEST = BackupFixture.manifestKey(TODAY);

    private final BackupFixture aws = new BackupFixture();

    @Test
    void anotherRunsFirstWriteIsMergedWithOurs() {
        aws.store.faults().on(PUT_IF_ABSENT, MANIFEST).running(() -> aws.run(VISITS));

        BackupSummary summary = aws.run(USERS);

        assertStatuses(summary, COMPLETED);
        assertThat(aws.manifest().exports())
                .extracting(TableExport::tableName, TableExport::status)
                .containsExactlyInAnyOrder(tuple("prod-users", COMPLETED), tuple("prod-visits", COMPLETED));
        aws.store.faults().assertAllFired();
    }

    /** A run writes as its exports have started, as the first ends, and as the second ends. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void anotherRunThatWritesInBetweenLosesNothing(int putsBefore) {
        aws.exports.take("prod-users", Duration.ofMinutes(1));
        Runnable anotherRun = () -> aws.run(new BackupRequest(null, "another", null, null));
        switch (putsBefore) {
            case 0 -> aws.store.faults().on(PUT_IF_ABSENT, MANIFEST).running(anotherRun);
            case 1 -> aws.store.faults().on(PUT_IF_UNCHANGED, MANIFEST).running(anotherRun);
            default ->
                aws.store.faults().on(PUT_IF_UNCHANGED, MANIFEST).passing(1).running(anotherRun);
        }

        BackupSummary summary = aws.run(SCHEDULED);

        assertStatuses(summary, COMPLETED, COMPLETED);
        assertThat(aws.manifest().attempts()).hasSize(4).allMatch(export -> export.status() == COMPLETED);
        assertThat(aws.manifest().exports()).hasSize(2);
        aws.store.faults().assertAllFired();
    }

    @Test
    void runsAtOnceLoseNothingOfEachOther() throws Exception {
        int runs = 3;
        ExecutorService threads = Executors.newFixedThreadPool(runs);
        try {
            List<Callable<BackupSummary>> tasks = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                BackupFixture other = new BackupFixture(aws);
                BackupRequest request = new BackupRequest(null, "run-" + run, null, null);
                tasks.add(() -> other.run(request));
            }
            for (Future<BackupSummary> summary : threads.invokeAll(tasks)) {
                assertStatuses(summary.get(), COMPLETED, COMPLETED);
                assertThat(aws.manifest().attempts()).containsAll(summary.get().exports());
            }
        } finally {
            threads.shutdown();
        }
        assertThat(aws.manifest().attempts()).hasSize(2 * runs);
        assertThat(aws.manifest().exports()).hasSize(2);
    }

    @Test
    void aPutWhoseAnswerWasLostIsNoConflict() {
        // The store's own retry of a put that had succeeded meets the object that it wrote.
        aws.store.faults().on(PUT_IF_ABSENT, MANIFEST).returningAfter(false);
        aws.store.faults().on(PUT_IF_UNCHANGED, MANIFEST).returningAfter(false);

        BackupSummary summary = aws.run(SCHEDULED);

        assertStatuses(summary, COMPLETED, COMPLETED);
        assertThat(aws.manifest().exports()).isEqualTo(summary.exports());
        assertThat(aws.manifest().attempts()).hasSize(2);
        aws.store.faults().assertAllFired();
    }

    @Test
    void givesUpWhenOthersWriteEachTime() {
        aws.store.faults().on(PUT_IF_ABSENT, MANIFEST).returning(false).times(12);

        assertThatThrownBy(() -> aws.run(SCHEDULED))
                .isInstanceOfSatisfying(
                        DdbvaultException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.MANIFEST_CONFLICT))
                .hasMessageContaining("s3://backups/native-exports/2025-07-22/manifest.json was changed by other runs");
        aws.store.faults().assertAllFired();
    }

    @Test
    void aManifestOfTheOriginalIsMergedAndKeepsItsHead() {
        aws.store.put(BackupFixture.manifestKey(TODAY), """
                {"backup_date":"2025-07-22","environment":"prod","backup_type":"DYNAMODB_NATIVE_EXPORT",
                 "created_at":"2025-07-22T01:00:00.123456","total_exports":2,"successful_exports":1,"failed_exports":1,
                 "total_items_exported":0,"total_size_bytes":0,"s3_bucket":"backups","exports":[
                  {"table_name":"prod-users","status":"COMPLETED","s3_bucket":"backups","item_count":0,
                   "export_arn":"arn:aws:dynamodb:eu-west-1:111122223333:table/prod-users/export/01753146000000-0a1b2c3d",
                   "s3_prefix":"native-exports/2025-07-22/prod-users/","start_time":"2025-07-22T01:00:00+00:00"},
                  {"table_name":"prod-visits","status":"FAILED","failure_message":"theirs"}]}
                """);
        aws.exports.turnRecoveryOff("prod-users");

        BackupSummary summary = aws.run(SCHEDULED);

        assertStatuses(summary, FAILED, COMPLETED);
        assertThat(aws.manifest().createdAt()).isEqualTo("2025-07-22T01:00:00.123456");
        assertThat(aws.standing("prod-users").exportArn()).endsWith("/01753146000000-0a1b2c3d");
        assertThat(aws.standing("prod-visits")).isEqualTo(exportOf(summary, "prod-visits"));
        assertThat(aws.manifest().attempts()).hasSize(4);
        assertThat(aws.store.text(BackupFixture.manifestKey(TODAY)))
                .contains("\"successful_exports\" : 2")
                .contains("\"failed_exports\" : 0")
                .contains("\"failure_message\" : \"theirs\"");
    }
}
