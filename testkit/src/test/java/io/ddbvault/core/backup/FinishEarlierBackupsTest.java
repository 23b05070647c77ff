package io.ddbvault.core.backup;

import static io.ddbvault.core.backup.BackupFixture.TODAY;
import static io.ddbvault.core.backup.BackupFixture.assertStatuses;
import static io.ddbvault.core.backup.BackupFixture.exportOf;
import static io.ddbvault.core.manifest.ExportStatus.COMPLETED;
import static io.ddbvault.core.manifest.ExportStatus.FAILED;
import static io.ddbvault.core.manifest.ExportStatus.IN_PROGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.testkit.InMemoryBackupStore;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup is never left alone: what a run had to leave, later ones finish. */
class FinishEarlierBackupsTest {
    private final BackupFixture aws = new BackupFixture();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void aBackupOfAnEarlierDateIsFinished(int daysAgo) {
        leaveRunning(Duration.ofHours(1));
        aws.clock.advance(Duration.ofDays(daysAgo));
        aws.exports.take(Duration.ofMinutes(5));

        BackupSummary summary = aws.run(BackupRequest.ALL);

        assertThat(summary.date()).isEqualTo(TODAY.plusDays(daysAgo));
        assertThat(summary.warnings()).isEmpty();
        assertStatuses(summary, COMPLETED, COMPLETED);
        assertThat(statusOfUsers(aws.manifest(TODAY))).isEqualTo(COMPLETED);
        assertThat(summary.exports())
                .doesNotContainAnyElementsOf(aws.manifest(TODAY).exports());
    }

    @Test
    void anOlderOneIsNotLookedAt() {
        leaveRunning(Duration.ofHours(1));
        aws.clock.advance(Duration.ofDays(8));

        aws.run(BackupRequest.ALL);

        assertThat(statusOfUsers(aws.manifest(TODAY))).isEqualTo(IN_PROGRESS);
    }

    @Test
    void anEarlierExportThatFailedIsRecorded() {
        aws.exports.failNext("prod-users", "no bucket");
        leaveRunning(Duration.ofHours(1));
        aws.clock.advance(Duration.ofDays(1));

        assertStatuses(aws.run(BackupRequest.ALL), COMPLETED, COMPLETED);

        assertThat(aws.manifest(TODAY).exports())
                .extracting(TableExport::status)
                .containsExactlyInAnyOrder(FAILED, COMPLETED);
    }

    @Test
    void anEarlierExportThatStillRunsIsAWarningAndNotWaitedFor() {
        leaveRunning(Duration.ofDays(3));
        aws.clock.advance(Duration.ofDays(1));
        aws.exports.take(Duration.ofDays(2));
        int described = aws.exports.describeCalls();
        aws.exports.take("prod-users", Duration.ofDays(3));
        aws.exports.take("prod-visits", Duration.ofDays(3));

        BackupSummary summary = aws.run(BackupRequest.ALL, Duration.ofSeconds(1));

        String arn = aws.exports.exportArns().get(0);
        assertThat(summary.warnings())
                .hasSize(3)
                .startsWith("The backup of 2025-07-22 is not complete: the export of prod-users still runs, as " + arn
                        + ". A later run records its end.");
        assertThat(aws.exports.describeCalls() - described).isLessThanOrEqualTo(2 + 2 * 3);
        assertThat(statusOfUsers(aws.manifest(TODAY))).isEqualTo(IN_PROGRESS);
    }

    @Test
    void whatAnotherRunOfTheSameDateLeftIsFinishedToo() {
        leaveRunning(Duration.ofHours(1));
        aws.clock.advance(Duration.ofHours(2));
        aws.exports.take(Duration.ofMinutes(5));

        BackupSummary summary = aws.run(BackupRequest.ALL);

        assertStatuses(summary, COMPLETED, COMPLETED);
        assertThat(aws.manifest().attempts()).hasSize(4).allMatch(export -> export.status() == COMPLETED);
        assertThat(aws.standing("prod-users")).isEqualTo(exportOf(summary, "prod-users"));
    }

    @Test
    void aRightThatIsMissingForAllDatesIsToldOnce() {
        for (int daysAgo = 1; daysAgo <= 7; daysAgo++) {
            aws.store
                    .faults()
                    .on(InMemoryBackupStore.Call.READ, BackupFixture.manifestKey(TODAY.minusDays(daysAgo)))
                    .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "S3 denies s3:GetObject."));
        }

        BackupSummary summary = aws.run(BackupRequest.ALL);

        assertStatuses(summary, COMPLETED, COMPLETED);
        assertThat(summary.warnings())
                .containsExactly("The backup of 2025-07-15 could not be looked at: S3 denies s3:GetObject.");
    }

    @Test
    void anEarlierManifestThatCannotBeReadIsAWarningAndTodaysBackupIsMade() {
        aws.store.put(BackupFixture.manifestKey(TODAY.minusDays(1)), "{}");
        aws.store
                .faults()
                .on(InMemoryBackupStore.Call.READ, BackupFixture.manifestKey(TODAY.minusDays(2)))
                .throwing(new DdbvaultException(ErrorCode.AWS_UNAVAILABLE, "S3 does not answer."));

        BackupSummary summary = aws.run(BackupRequest.ALL);

        assertStatuses(summary, COMPLETED, COMPLETED);
        assertThat(summary.warnings())
                .hasSize(2)
                .contains("The backup of 2025-07-20 could not be looked at: S3 does not answer.");
        assertThat(aws.store.text(BackupFixture.manifestKey(TODAY.minusDays(1))))
                .isEqualTo("{}");
    }

    @Test
    void finishingOneDateFinishesTheOthersOnItsWay() {
        leaveRunning(Duration.ofHours(1));
        aws.clock.advance(Duration.ofDays(1));
        LocalDate tomorrow = TODAY.plusDays(1);
        aws.run(new BackupRequest(null, "tomorrow", null, null), Duration.ofSeconds(1));
        aws.clock.advance(Duration.ofDays(1));

        BackupSummary summary = aws.run(new BackupRequest(null, null, null, tomorrow));

        assertStatuses(summary, COMPLETED, COMPLETED);
        assertThat(statusOfUsers(aws.manifest(TODAY))).isEqualTo(COMPLETED);
        assertThat(statusOfUsers(aws.manifest(tomorrow))).isEqualTo(COMPLETED);
        assertThat(aws.exports.exportArns()).hasSize(4);
    }

    private void leaveRunning(Duration time) {
        aws.exports.take(time);
        BackupSummary left = aws.run(BackupRequest.ALL, Duration.ofSeconds(1));
        assertStatuses(left, IN_PROGRESS, IN_PROGRESS);
    }

    private static ExportStatus statusOfUsers(BackupManifest manifest) {
        return manifest.exports().stream()
                .filter(export -> export.tableName().equals("prod-users"))
                .findFirst()
                .orElseThrow()
                .status();
    }
}
