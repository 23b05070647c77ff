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

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.ScriptedExports;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a trigger costs that is delivered twice, retried, or not there. */
class BackupRunKeyTest {
    private static final BackupRequest USERS_SCHEDULED =
            new BackupRequest(BackupFixture.TRIGGERED, null, List.of("prod-users"), null);
    private static final BackupRequest USERS = new BackupRequest(null, null, List.of("prod-users"), null);

    private final BackupFixture aws = new BackupFixture();

    @Test
    void aTriggerDeliveredAgainStartsNothingMore() {
        BackupSummary first = aws.run(SCHEDULED);
        String manifest = aws.store.text(BackupFixture.manifestKey(TODAY));

        BackupSummary second = aws.run(SCHEDULED);

        assertThat(aws.exports.startCalls()).hasSize(2);
        assertThat(second.exports()).isEqualTo(first.exports());
        assertThat(aws.store.text(BackupFixture.manifestKey(TODAY))).isEqualTo(manifest);
    }

    @Test
    void aTriggerDeliveredAgainWaitsForWhatRuns() {
        aws.exports.take(Duration.ofHours(1));
        BackupSummary first = aws.run(SCHEDULED, Duration.ofMinutes(14));

        BackupSummary second = aws.run(SCHEDULED);

        assertStatuses(first, IN_PROGRESS, IN_PROGRESS);
        assertStatuses(second, COMPLETED, COMPLETED);
        assertThat(second.warnings()).isEmpty();
        assertThat(aws.exports.startCalls()).hasSize(2);
    }

    @Test
    void aTriggerDeliveredAfterMidnightBelongsToTheDayItWasDue() {
        aws.clock.advance(Duration.ofHours(30));

        BackupSummary summary = aws.run(SCHEDULED);

        assertThat(summary.date()).isEqualTo(TODAY);
        assertThat(aws.manifest(TODAY).exports()).hasSize(2);
    }

    @Test
    void aRunThatDiedBeforeTheManifestWasWrittenIsTakenUpByItsRetry() {
        aws.store
                .faults()
                .on(InMemoryBackupStore.Call.PUT_IF_ABSENT, BackupFixture.manifestKey(TODAY))
                .throwing(new IllegalStateException("the process died"));
        assertThatThrownBy(() -> aws.run(SCHEDULED)).hasMessage("the process died");

        BackupSummary summary = aws.run(SCHEDULED);

        assertStatuses(summary, COMPLETED, COMPLETED);
        assertThat(aws.exports.exportArns()).hasSize(2);
        assertThat(aws.tokens().subList(2, 4)).isEqualTo(aws.tokens().subList(0, 2));
    }

    @Test
    void aRetryAfterAFailedExportStartsANewOne() {
        aws.exports.failNext("prod-users", "no bucket");
        BackupSummary first = aws.run(SCHEDULED);

        BackupSummary second = aws.run(SCHEDULED);

        assertStatuses(first, FAILED, COMPLETED);
        assertStatuses(second, COMPLETED, COMPLETED);
        assertThat(aws.tokens()).hasSize(3).doesNotHaveDuplicates();
        assertThat(exportOf(second, "prod-visits")).isEqualTo(exportOf(first, "prod-visits"));
        assertThat(aws.manifest().attempts())
                .containsExactlyInAnyOrder(
                        exportOf(first, "prod-users"), exportOf(first, "prod-visits"), exportOf(second, "prod-users"));
    }

    @Test
    void aRetryThatFindsItsExportFailedMeanwhileStartsANewOneAtOnce() {
        aws.exports.failNext("prod-users", "no bucket");
        aws.run(USERS_SCHEDULED, Duration.ofSeconds(30));
        aws.clock.advance(Duration.ofHours(1));

        BackupSummary summary = aws.run(USERS_SCHEDULED);

        assertStatuses(summary, COMPLETED);
        assertThat(aws.manifest().attempts()).extracting(TableExport::status).containsExactly(FAILED, COMPLETED);
    }

    @Test
    void aRetryAfterRecoveryWasTurnedOnExportsTheTable() {
        aws.exports.turnRecoveryOff("prod-users");
        aws.run(USERS_SCHEDULED);
        aws.exports.turnRecoveryOn("prod-users");

        assertStatuses(aws.run(USERS_SCHEDULED), COMPLETED);
        assertThat(aws.standing("prod-users").status()).isEqualTo(COMPLETED);
    }

    @Test
    void whereOnlyTheAnswersToAStartWereLostItsExportIsFoundAndNotRepeated() {
        aws.exports
                .faults()
                .on(ScriptedExports.Call.START)
                .throwingAfter(BackupFixture.unavailable())
                .times(6);
        assertStatuses(aws.run(USERS_SCHEDULED), FAILED);

        BackupSummary summary = aws.run(USERS_SCHEDULED);

        assertStatuses(summary, COMPLETED);
        assertThat(aws.tokens()).hasSize(7).containsOnly(aws.tokens().get(0));
        assertThat(aws.exports.exportArns()).hasSize(1);
        aws.exports.faults().assertAllFired();
    }

    @Test
    void withoutARunKeyEveryRunIsABackupOfItsOwn() {
        BackupSummary first = aws.run(USERS);
        BackupSummary second = aws.run(USERS);

        assertThat(aws.tokens()).hasSize(2).doesNotHaveDuplicates();
        assertThat(exportOf(first, "prod-users").runKey())
                .matches("call-[0-9a-f]{32}")
                .isNotEqualTo(exportOf(second, "prod-users").runKey());
        assertThat(aws.standing("prod-users")).isEqualTo(exportOf(second, "prod-users"));
        assertThat(aws.manifest().attempts()).hasSize(2);
    }

    @Test
    void aLaterRunOfTheSameDateThatFailsLeavesTheGoodExportStanding() {
        BackupSummary good = aws.run(SCHEDULED);
        aws.exports.failNext("prod-users", "no bucket");
        aws.exports.turnRecoveryOff("prod-visits");

        BackupSummary bad = aws.run(BackupRequest.ALL);

        assertStatuses(bad, FAILED, FAILED);
        assertThat(SummarizeBackup.summarize(bad).statusCode()).isEqualTo(500);
        assertThat(aws.manifest().exports()).isEqualTo(good.exports());
        assertThat(aws.manifest().attempts())
                .containsExactlyInAnyOrder(
                        exportOf(good, "prod-users"),
                        exportOf(good, "prod-visits"),
                        exportOf(bad, "prod-users"),
                        exportOf(bad, "prod-visits"));
    }

    @Test
    void anExportFoundRunningIsToldToTheListener() {
        aws.exports.take(Duration.ofHours(1));
        aws.run(USERS_SCHEDULED, Duration.ofMinutes(1));
        aws.events.clear();

        aws.run(USERS_SCHEDULED);

        assertThat(aws.events)
                .first()
                .isEqualTo(new ProgressEvent.ExportStarted(
                        "prod-users", aws.exports.exportArns().get(0)));
    }

    @Test
    void aTokenThatDynamoDbKnowsWithOtherParametersFailsTheTableOnceOnly() {
        aws.exports
                .faults()
                .on(ScriptedExports.Call.START)
                .throwing(new DdbvaultException(ErrorCode.AWS_REFUSED, "Export conflict"));
        assertStatuses(aws.run(USERS_SCHEDULED), FAILED);

        assertStatuses(aws.run(USERS_SCHEDULED), COMPLETED);
        assertThat(aws.tokens()).hasSize(2).doesNotHaveDuplicates();
    }
}
