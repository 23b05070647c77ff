package io.ddbvault.core.backup;

import static io.ddbvault.core.backup.BackupFixture.SCHEDULED;
import static io.ddbvault.core.backup.BackupFixture.TODAY;
import static io.ddbvault.core.backup.BackupFixture.assertStatuses;
import static io.ddbvault.core.backup.BackupFixture.exportOf;
import static io.ddbvault.core.manifest.ExportStatus.COMPLETED;
import static io.ddbvault.core.manifest.ExportStatus.FAILED;
import static io.ddbvault.core.manifest.ExportStatus.IN_PROGRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.config.TableNamePattern;
import io.ddbvault.core.cost.EstimateCost;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.event.ProgressEvent.ExportEnded;
import io.ddbvault.core.event.ProgressEvent.ExportEstimated;
import io.ddbvault.core.event.ProgressEvent.ExportStarted;
import io.ddbvault.core.event.ProgressEvent.ExportsRunning;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.TableExports.ExportRequest;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.ScriptedExports;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One run, from the request to the manifest. */
class BackupTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final BackupFixture aws = new BackupFixture();

    @Test
    void exportsEveryTableAndMarksThemCompleteInTheManifest() {
        BackupSummary summary = aws.run(SCHEDULED);

        String arn = aws.exports.exportArns().get(0);
        TableExport users = new TableExport(
                "prod-users",
                COMPLETED,
                arn,
                "arn:aws:dynamodb:eu-west-1:111122223333:table/prod-users",
                "2025-07-22T02:00:04Z",
                "backups",
                "native-exports/2025-07-22/prod-users",
                "2025-07-22T02:00:04Z",
                "2025-07-22T02:05:04Z",
                3,
                48,
                null,
                aws.exports.folder(arn) + "manifest-summary.json",
                "2025-07-22T02:00:00Z",
                BackupFixture.ID);
        assertThat(exportOf(summary, "prod-users")).isEqualTo(users);
        assertThat(summary.date()).isEqualTo(TODAY);
        assertThat(summary.environment()).isEqualTo("prod");
        assertThat(summary.bucket()).isEqualTo("backups");
        assertThat(summary.manifestKey()).isEqualTo("native-exports/2025-07-22/manifest.json");
        assertThat(summary.items()).isEqualTo(4);
        assertThat(summary.warnings()).isEmpty();
        assertStatuses(summary, COMPLETED, COMPLETED);
        assertThat(aws.manifest().exports()).isEqualTo(summary.exports()).isEqualTo(summary.ofDate());
        assertThat(aws.manifest().attempts()).isEqualTo(summary.exports());
        assertThat(aws.manifest().createdAt()).isEqualTo("2025-07-22T02:00:04Z");
        assertThat(aws.manifest().environment()).isEqualTo("prod");
    }

    @Test
    void asksDynamoDbForWhatTheSettingsSay() {
        aws.run(SCHEDULED);

        assertThat(aws.exports.startCalls())
                .first()
                .isEqualTo(new ExportRequest(
                        "arn:aws:dynamodb:eu-west-1:111122223333:table/prod-users",
                        "backups",
                        "native-exports/2025-07-22/prod-users",
                        "111122223333",
                        "alias/backups",
                        aws.tokens().get(0)));
    }

    @Test
    void startsAllExportsAndWritesTheManifestBeforeItWaitsForAny() {
        List<Integer> startedAtFirstLook = new ArrayList<>();
        aws.exports.faults().on(ScriptedExports.Call.DESCRIBE).running(() -> {
            startedAtFirstLook.add(aws.exports.startCalls().size());
            assertThat(aws.manifest().exports())
                    .extracting(TableExport::status)
                    .containsExactly(IN_PROGRESS, IN_PROGRESS);
        });

        aws.run(SCHEDULED);

        assertThat(startedAtFirstLook).containsExactly(2);
        assertThat(aws.clock.sleeps()).isNotEmpty();
    }

    @Test
    void writesTheManifestAgainAsSoonAsAnExportEnds() {
        aws.exports.take("prod-users", Duration.ZERO);
        aws.exports
                .faults()
                .on(ScriptedExports.Call.DESCRIBE, "prod-visits")
                .passing(1)
                .running(() -> assertThat(aws.standing("prod-users").status()).isEqualTo(COMPLETED));

        assertStatuses(aws.run(SCHEDULED), COMPLETED, COMPLETED);

        aws.exports.faults().assertAllFired();
    }

    @Test
    void whatStillRunsAtTheDeadlineIsNotCalledASuccess() {
        aws.exports.take(Duration.ofHours(1));

        BackupSummary summary = aws.run(SCHEDULED, Duration.ofMinutes(14));

        assertStatuses(summary, IN_PROGRESS, IN_PROGRESS);
        assertThat(aws.clock.instant()).isEqualTo("2025-07-22T02:14:04Z");
        assertThat(summary.warnings())
                .containsExactly(
                        "The run stopped because of the deadline while DynamoDB still exports prod-users, prod-visits. Nothing is lost: the next run records the end, or call with {\"backup_date\":\"2025-07-22\"} to wait for it.");
        assertThat(SummarizeBackup.summarize(summary).statusCode()).isEqualTo(207);
        assertThat(exportOf(summary, "prod-users").exportManifest())
                .isEqualTo(aws.exports.folder(aws.exports.exportArns().get(0)) + "manifest-summary.json");
    }

    @Test
    void aLaterCallWithTheDateFinishesItAndStartsNothing() {
        aws.exports.take(Duration.ofHours(1));
        aws.run(SCHEDULED, MINUTE);

        BackupSummary summary = aws.run(new BackupRequest(null, null, null, TODAY));

        assertStatuses(summary, COMPLETED, COMPLETED);
        assertThat(summary.date()).isEqualTo(TODAY);
        assertThat(aws.exports.startCalls()).hasSize(2);
        assertThat(aws.manifest().exports()).isEqualTo(summary.exports());
        assertThat(aws.clock.instant()).isAfterOrEqualTo(Instant.parse("2025-07-22T03:00:04Z"));
    }

    @Test
    void finishingWaitsForTheTablesItIsAskedForAlone() {
        aws.exports.take("prod-users", Duration.ofHours(1));
        aws.exports.take("prod-visits", Duration.ofHours(9));
        aws.run(SCHEDULED, MINUTE);

        BackupSummary summary = aws.run(new BackupRequest(null, null, List.of("prod-users"), TODAY));

        assertStatuses(summary, COMPLETED);
        assertThat(exportOf(summary, "prod-users").itemCount()).isEqualTo(3);
        assertThat(aws.standing("prod-visits").status()).isEqualTo(IN_PROGRESS);
    }

    @Test
    void finishingATableThatTheBackupDoesNotHoldIsAFailureOfThatTable() {
        aws.run(new BackupRequest(null, null, List.of("prod-users"), null));

        BackupSummary summary = aws.run(new BackupRequest(null, null, List.of("prod-users", "prod-visits"), TODAY));

        assertStatuses(summary, COMPLETED, FAILED);
        assertThat(exportOf(summary, "prod-visits").failureMessage())
                .isEqualTo(
                        "The backup of 2025-07-22 holds no export of prod-visits. Leave backup_date out to export it now.");
        assertThat(aws.manifest().exports()).hasSize(1);
    }

    @Test
    void finishingADateWithoutABackupIsAnError() {
        assertThatThrownBy(() -> aws.run(new BackupRequest(null, null, null, LocalDate.of(2025, 7, 1))))
                .isInstanceOfSatisfying(
                        DdbvaultException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NO_BACKUP))
                .hasMessageStartingWith("There is no backup of 2025-07-01 to finish.");
        assertThat(aws.store.keys()).isEmpty();
    }

    @Test
    void aTableWithoutPointInTimeRecoveryFailsWithTheSettingToAdd() {
        aws.exports.turnRecoveryOff("prod-users");

        BackupSummary summary = aws.run(SCHEDULED);

        assertStatuses(summary, FAILED, COMPLETED);
        assertThat(exportOf(summary, "prod-users").failureMessage())
                .contains("point_in_time_recovery { enabled = true }")
                .contains("aws dynamodb update-continuous-backups --table-name prod-users"
                        + " --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true");
        assertThat(exportOf(summary, "prod-users").exportArn()).isNull();
        assertThat(aws.standing("prod-users")).isEqualTo(exportOf(summary, "prod-users"));
        assertThat(SummarizeBackup.summarize(summary).statusCode()).isEqualTo(207);
    }

    @Test
    void aTableThatDoesNotExistFailsAndTheOthersGoOn() {
        aws.tables.delete("prod-users");

        BackupSummary summary = aws.run(SCHEDULED);

        assertStatuses(summary, FAILED, COMPLETED);
        assertThat(exportOf(summary, "prod-users").failureMessage())
                .isEqualTo(
                        "Table prod-users does not exist in this account and Region. Create it, or remove it from DYNAMODB_TABLES.");
    }

    @Test
    void aTableThatMayNotBeExportedFailsAndTheOthersGoOn() {
        DdbvaultException denied = new DdbvaultException(
                ErrorCode.ACCESS_DENIED, "prod-users: dynamodb:ExportTableToPointInTime is denied. Allow it.");
        aws.exports.faults().on(ScriptedExports.Call.START, "prod-users").throwing(denied);

        BackupSummary summary = aws.run(SCHEDULED);

        assertStatuses(summary, FAILED, COMPLETED);
        assertThat(exportOf(summary, "prod-users").failureMessage()).isEqualTo(denied.text());
        assertThat(aws.exports.startCalls()).hasSize(2);
    }

    @Test
    void anUnexpectedFailureAtOneStartDoesNotOrphanTheExportsBeforeIt() {
        aws.exports.faults().on(ScriptedExports.Call.START, "prod-visits").throwing(new IllegalStateException("boom"));

        BackupSummary summary = aws.run(SCHEDULED);

        assertStatuses(summary, COMPLETED, FAILED);
        assertThat(exportOf(summary, "prod-visits").failureMessage()).contains("boom", "a defect of ddbvault");
        assertThat(exportOf(summary, "prod-visits").runKey()).isNull();
    }

    @Test
    void aManifestOfAnotherEnvironmentIsWarnedAbout() {
        aws.run(SCHEDULED);
        String key = BackupFixture.manifestKey(BackupFixture.TODAY);
        aws.store.put(key, aws.store.text(key).replace("\"environment\" : \"prod\"", "\"environment\" : \"staging\""));

        assertThat(aws.run(BackupRequest.ALL).warnings())
                .containsExactly(
                        "The manifest of 2025-07-22 is one of the environment staging, and stays so: a restore in prod refuses it. Give each environment a bucket or an S3_EXPORTS_PREFIX of its own.");
    }

    @Test
    void anExportThatDynamoDbCannotFinishFailsWithItsReason() {
        aws.exports.failNext("prod-users", "The specified bucket does not exist (Error Code: NoSuchBucket)");

        BackupSummary summary = aws.run(SCHEDULED);

        assertStatuses(summary, FAILED, COMPLETED);
        assertThat(exportOf(summary, "prod-users").failureMessage())
                .isEqualTo("The specified bucket does not exist (Error Code: NoSuchBucket)");
        assertThat(exportOf(summary, "prod-users").endTime()).isEqualTo("2025-07-22T02:05:04Z");
    }

    @Test
    void aThrottledStartIsTriedAgainWithTheSameToken() {
        aws.exports
                .faults()
                .on(ScriptedExports.Call.START, "prod-users")
                .throwing(BackupFixture.unavailable())
                .times(3);

        BackupSummary summary = aws.run(BackupRequest.ALL);

        assertStatuses(summary, COMPLETED, COMPLETED);
        assertThat(aws.tokens().subList(0, 4)).containsOnly(aws.tokens().get(0));
        aws.exports.faults().assertAllFired();
    }

    @Test
    void anOutageIsWaitedOutOnceAndNotForEveryTable() {
        aws.tables
                .faults()
                .on(InMemoryTables.Call.DESCRIBE)
                .throwing(BackupFixture.unavailable())
                .times(7);

        BackupSummary summary = aws.run(SCHEDULED);

        assertStatuses(summary, FAILED, FAILED);
        assertThat(exportOf(summary, "prod-visits").failureMessage())
                .isEqualTo("DynamoDB does not answer. Run the backup again.");
        assertThat(aws.clock.slept()).isLessThan(Duration.ofMinutes(1));
        aws.tables.faults().assertAllFired();
    }

    @Test
    void afterTheDeadlineNothingIsStarted() {
        Stop stop = Stop.onRequest(aws.clock);
        stop.request("SIGINT");

        BackupSummary summary = aws.run(SCHEDULED, stop);

        assertStatuses(summary, FAILED, FAILED);
        assertThat(exportOf(summary, "prod-users").failureMessage())
                .isEqualTo("Not started because of SIGINT. Run the backup again.");
        assertThat(aws.exports.startCalls()).isEmpty();
    }

    @Test
    void onlyTheTablesAskedForAreExported() {
        BackupSummary summary = aws.run(new BackupRequest(null, null, List.of("prod-visits"), null));

        assertThat(summary.exports()).extracting(TableExport::tableName).containsExactly("prod-visits");
        assertThat(aws.exports.exportArns()).hasSize(1);
    }

    @Test
    void aRunForSomeTablesTellsOfTheWholeDateBesideThem() {
        aws.run(new BackupRequest(null, null, List.of("prod-users"), null));

        BackupSummary summary = aws.run(new BackupRequest(null, null, List.of("prod-visits"), null));

        assertThat(summary.exports()).extracting(TableExport::tableName).containsExactly("prod-visits");
        assertThat(summary.ofDate())
                .isEqualTo(aws.manifest().exports())
                .extracting(TableExport::tableName)
                .containsExactly("prod-users", "prod-visits");
    }

    @Test
    void aManifestThatMayNotBeReadIsAnErrorAndNothingIsStarted() {
        aws.store
                .faults()
                .on(InMemoryBackupStore.Call.READ, BackupFixture.manifestKey(TODAY))
                .throwing(BackupFixture.denied())
                .times(2);

        assertThatThrownBy(() -> aws.run(SCHEDULED))
                .isInstanceOf(DdbvaultException.class)
                .hasMessage("s3://backups: s3:GetObject is denied.");

        assertThat(aws.exports.startCalls()).isEmpty();
        assertThat(aws.store.keys()).isEmpty();
    }

    @Test
    void aManifestThatIsNoneIsAnErrorAndStaysAsItIs() {
        aws.store.put(BackupFixture.manifestKey(TODAY), "{}");

        assertThatThrownBy(() -> aws.run(SCHEDULED)).hasMessageContaining("is not a backup manifest");

        assertThat(aws.exports.startCalls()).isEmpty();
        assertThat(aws.store.text(BackupFixture.manifestKey(TODAY))).isEqualTo("{}");
    }

    @Test
    void aManifestThatCannotBeWrittenIsAnError() {
        aws.store
                .faults()
                .on(InMemoryBackupStore.Call.PUT_IF_ABSENT, BackupFixture.manifestKey(TODAY))
                .throwing(new DdbvaultException(ErrorCode.AWS_UNAVAILABLE, "S3 does not answer."));

        assertThatThrownBy(() -> aws.run(SCHEDULED))
                .isInstanceOfSatisfying(
                        DdbvaultException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.AWS_UNAVAILABLE))
                .hasMessage(
                        "The manifest s3://backups/native-exports/2025-07-22/manifest.json could not be written, and without it the exports are no backup: S3 does not answer.");
    }

    @Test
    void aTableOfAnotherEnvironmentIsExportedWithAWarning() {
        aws.tables.create("dev-users", BackupFixture.ID);

        BackupSummary summary = new Backup(
                        new Settings(
                                "backups",
                                "prod",
                                List.of("dev-users"),
                                "native-exports",
                                null,
                                null,
                                new TableNamePattern("{environment}-{type}"),
                                false),
                        aws.store,
                        aws.tables,
                        aws.exports,
                        aws.clock,
                        aws.clock,
                        aws.events::add)
                .run(BackupRequest.ALL, Stop.onRequest(aws.clock));

        assertStatuses(summary, COMPLETED);
        String warning =
                "dev-users is by its name (TABLE_NAME_PATTERN {environment}-{type}) no table of ENVIRONMENT prod.";
        assertThat(summary.warnings()).containsExactly(warning);
        assertThat(aws.events).contains(new ProgressEvent.Warning(warning));
    }

    @Test
    void tellsItsListenerWhatHappens() {
        aws.exports.take("prod-users", Duration.ZERO);
        aws.exports.failNext("prod-visits", "no bucket");

        aws.run(SCHEDULED);

        List<String> arns = aws.exports.exportArns();
        assertThat(aws.events)
                .startsWith(
                        new ExportEstimated("prod-users", 48, EstimateCost.export(48)),
                        new ExportStarted("prod-users", arns.get(0)),
                        new ExportEstimated("prod-visits", 16, EstimateCost.export(16)),
                        new ExportStarted("prod-visits", arns.get(1)),
                        new ExportEnded("prod-users", true, 3, ""),
                        new ExportsRunning(1, 1, Duration.ZERO))
                .endsWith(new ExportEnded("prod-visits", false, 0, "no bucket"));
    }
}
