package io.ddbvault.core.backup;

import static io.ddbvault.core.backup.BackupFixture.SCHEDULED;
import static io.ddbvault.core.backup.BackupFixture.assertStatuses;
import static io.ddbvault.core.backup.BackupFixture.exportOf;
import static io.ddbvault.core.manifest.ExportStatus.COMPLETED;
import static io.ddbvault.core.manifest.ExportStatus.FAILED;
import static io.ddbvault.core.manifest.ExportStatus.IN_PROGRESS;
import static io.ddbvault.testkit.ScriptedExports.Call.DESCRIBE;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.port.TableExports.ExportState;
import io.ddbvault.core.port.TableExports.Status;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** DynamoDB's word alone is no backup. */
class LookAtExportTest {
    private final BackupFixture aws = new BackupFixture();
    private String arn = "";
    private String summaryKey = "";
    private String checksumKey = "";

    /** An export that has ended, its files in the bucket, of which the manifest does not know yet. */
    @BeforeEach
    void leaveAnExportThatEnds() {
        aws.exports.take(Duration.ofMinutes(1));
        BackupSummary left = aws.run(SCHEDULED, Duration.ofSeconds(1));
        assertStatuses(left, IN_PROGRESS, IN_PROGRESS);
        aws.clock.advance(Duration.ofHours(1));
        aws.exports.exportArns().forEach(aws.exports::describe);
        arn = aws.exports.exportArns().get(0);
        summaryKey = aws.exports.folder(arn) + "manifest-summary.json";
        checksumKey = aws.exports.folder(arn) + "manifest-summary.md5";
    }

    @Test
    void completeIsWhatTheBucketHoldsToo() {
        assertStatuses(finish(), COMPLETED, COMPLETED);
    }

    @Test
    void aSummaryOfOtherContentThanItsChecksumIsAFailure() {
        aws.store.put(summaryKey, aws.store.text(summaryKey).replace("\"itemCount\":3", "\"itemCount\":4"));

        BackupSummary summary = finish();

        assertStatuses(summary, FAILED, COMPLETED);
        assertThat(exportOf(summary, "prod-users").failureMessage())
                .startsWith(
                        "DynamoDB calls the export complete, but its manifest cannot be trusted. Run the backup again. s3://backups/"
                                + summaryKey + " has MD5 ");
        assertThat(aws.standing("prod-users").status()).isEqualTo(FAILED);
    }

    @Test
    void aSummaryWithoutAChecksumIsAFailure() {
        aws.store.delete(checksumKey);

        assertThat(exportOf(finish(), "prod-users").failureMessage()).contains("has no checksum object beside it");
    }

    @Test
    void aSummaryThatIsNotThereIsAFailure() {
        aws.store.delete(summaryKey);

        BackupSummary summary = finish();

        assertStatuses(summary, FAILED, COMPLETED);
        assertThat(exportOf(summary, "prod-users").failureMessage())
                .isEqualTo("DynamoDB calls the export complete, but %s is not in the bucket. Run the backup again."
                        .formatted(summaryKey));
    }

    @Test
    void aSummaryOfAnotherExportIsAFailure() {
        String other = aws.exports.folder(aws.exports.exportArns().get(1));
        aws.store.put(summaryKey, aws.store.text(other + "manifest-summary.json"));
        aws.store.put(checksumKey, aws.store.text(other + "manifest-summary.md5"));

        assertThat(exportOf(finish(), "prod-users").failureMessage())
                .isEqualTo("%s describes the export %s, not %s. Run the backup again."
                        .formatted(summaryKey, aws.exports.exportArns().get(1), arn));
    }

    @Test
    void anotherCountThanDynamoDbsIsAFailure() {
        ExportState state = aws.exports.describe(arn).orElseThrow();
        aws.exports.faults().on(DESCRIBE, "prod-users").returning(Optional.of(withItems(state, 4)));

        assertThat(exportOf(finish(), "prod-users").failureMessage())
                .isEqualTo("%s counts 3 items, but DynamoDB says that it exported 4. Run the backup again."
                        .formatted(summaryKey));
    }

    @Test
    void anExportThatDynamoDbDoesNotKnowHereIsLeftAsItIsForWhoStartedIt() {
        aws.exports.faults().on(DESCRIBE, "prod-users").returning(Optional.empty());

        BackupSummary summary = finish();

        assertThat(exportOf(summary, "prod-users").status()).isEqualTo(ExportStatus.IN_PROGRESS);
        assertThat(summary.warnings())
                .contains(
                        "Whether the export of prod-users has ended is not known: DynamoDB knows no export %s in this account and Region. Run the backup where the export was started."
                                .formatted(arn));
    }

    @Test
    void anExportThatLiesOutsideTheBackupsIsAFailure() {
        String key = BackupFixture.manifestKey(BackupFixture.TODAY);
        aws.store.put(
                key,
                aws.store
                        .text(key)
                        .replace("native-exports/2025-07-22/prod-users\"", "elsewhere/prod-users\"")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(exportOf(finish(), "prod-users").failureMessage())
                .contains("lies outside the backups' prefix native-exports/");
    }

    @Test
    void anArnThatIsNoneOfDynamoDbsIsAFailureThatPointsToTheEndpoint() {
        ExportState state = aws.exports.describe(arn).orElseThrow();
        String key = BackupFixture.manifestKey(BackupFixture.TODAY);
        String strange = arn.replace("/export/", "/import/");
        aws.store.put(key, aws.store.text(key).replace(arn, strange).getBytes(StandardCharsets.UTF_8));
        aws.exports.faults().on(DESCRIBE).returning(Optional.of(state));

        assertThat(exportOf(finish(), "prod-users").failureMessage())
                .startsWith(strange + " is not the ARN of an export as DynamoDB gives it")
                .contains("Check AWS_ENDPOINT_URL_DYNAMODB");
    }

    @Test
    void aBucketThatMayNotBeReadLeavesTheExportRunningAndNamesTheRight() {
        aws.store.faults().on(Call.READ, summaryKey).throwing(BackupFixture.denied());

        BackupSummary summary = finish();

        assertStatuses(summary, IN_PROGRESS, COMPLETED);
        assertThat(summary.warnings())
                .containsExactly(
                        "Whether the export of prod-users has ended is not known: s3://backups: s3:GetObject is denied. Allow s3:GetObject and s3:ListBucket on the backups' bucket.");
        assertThat(aws.standing("prod-users").status()).isEqualTo(IN_PROGRESS);
        assertThat(SummarizeBackup.summarize(summary).statusCode()).isEqualTo(207);
    }

    @Test
    void describeExportThatIsDeniedLeavesTheExportRunningAndNamesTheRight() {
        aws.exports
                .faults()
                .on(DESCRIBE, "prod-users")
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "prod-users: denied."));

        BackupSummary summary = finish();

        assertStatuses(summary, IN_PROGRESS, COMPLETED);
        assertThat(summary.warnings())
                .containsExactly(
                        "Whether the export of prod-users has ended is not known: prod-users: denied. Allow dynamodb:DescribeExport.");
    }

    @Test
    void anEntryOfTheManifestThatNamesNoExportIsAFailure() {
        String key = BackupFixture.manifestKey(BackupFixture.TODAY);
        aws.store.put(key, aws.store.text(key).replace("\"" + arn + "\"", "null"));

        BackupSummary summary = finish();

        assertThat(exportOf(summary, "prod-visits").status()).isEqualTo(COMPLETED);
        assertThat(exportOf(summary, "prod-users").status()).isEqualTo(FAILED);
        assertThat(exportOf(summary, "prod-users").failureMessage())
                .isEqualTo("The manifest names no export of this table. Run the backup again.");
    }

    @Test
    void aBucketThatDoesNotAnswerIsAskedAgain() {
        aws.store
                .faults()
                .on(Call.READ, summaryKey)
                .throwing(new DdbvaultException(ErrorCode.AWS_UNAVAILABLE, "S3 does not answer."))
                .times(3);

        BackupSummary summary = finish();

        assertStatuses(summary, COMPLETED, COMPLETED);
        assertThat(summary.warnings()).isEmpty();
        aws.store.faults().assertAllFired();
    }

    @Test
    void describeExportThatIsThrottledIsAskedAgain() {
        aws.exports
                .faults()
                .on(DESCRIBE, "prod-users")
                .throwing(BackupFixture.unavailable())
                .times(5);

        assertStatuses(finish(), COMPLETED, COMPLETED);
        aws.exports.faults().assertAllFired();
    }

    @Test
    void whatDoesNotAnswerUntilTheDeadlineStaysRunning() {
        aws.exports
                .faults()
                .on(DESCRIBE, "prod-users")
                .throwing(BackupFixture.unavailable())
                .times(1_000);

        BackupSummary summary = aws.run(finishRequest(), Duration.ofMinutes(10));

        assertStatuses(summary, IN_PROGRESS, COMPLETED);
        assertThat(summary.warnings())
                .containsExactly("Whether the export of prod-users has ended is not known: DynamoDB does not answer.");
    }

    private BackupSummary finish() {
        return aws.run(finishRequest());
    }

    private static BackupRequest finishRequest() {
        return new BackupRequest(null, null, null, BackupFixture.TODAY);
    }

    private static ExportState withItems(ExportState state, long items) {
        return new ExportState(
                state.exportArn(),
                Status.COMPLETED,
                state.startTime(),
                state.endTime(),
                state.exportTime(),
                items,
                state.billedSizeBytes(),
                null,
                state.clientToken());
    }

    @Test
    void theTimesAreDynamoDbs() {
        BackupSummary summary = finish();

        assertThat(exportOf(summary, "prod-users").endTime())
                .isEqualTo(Instant.parse("2025-07-22T02:01:04Z").toString());
        assertThat(exportOf(summary, "prod-users").startTime()).isEqualTo("2025-07-22T02:00:04Z");
    }
}
