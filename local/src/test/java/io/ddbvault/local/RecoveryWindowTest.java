package io.ddbvault.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InvalidExportTimeException;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryDescription;

/** Point-in-time recovery: how long its window is, how it begins anew, and which export times lie in it. */
class RecoveryWindowTest {
    private static final String BUCKET = "backups";

    private static EmbeddedAws aws;
    private static AwsClients clients;

    @BeforeAll
    static void start() throws IOException {
        aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
        clients = AwsClients.of(aws);
        clients.s3().createBucket(r -> r.bucket(BUCKET));
    }

    @AfterEach
    void noLag() {
        aws.setRecoveryLag(Duration.ZERO);
    }

    @AfterAll
    static void stop() throws IOException {
        clients.close();
        aws.close();
    }

    @Test
    void theWindowBeginsWhenRecoveryIsSwitchedOnAndEndsNow() {
        clients.createTable("begins");
        Instant before = now();
        clients.setRecovery("begins", true);
        Instant after = now();

        assertThat(recovery("begins").earliestRestorableDateTime()).isBetween(before, after);
        assertThat(recovery("begins").latestRestorableDateTime()).isBetween(after, now());
    }

    @Test
    void switchingOnTwiceDoesNotMoveItsBeginningAndSwitchingOffForgetsIt() {
        clients.createRecoverableTable("toggled");
        Instant first = recovery("toggled").earliestRestorableDateTime();
        awaitNextMillisecond();
        clients.setRecovery("toggled", true);
        assertThat(recovery("toggled").earliestRestorableDateTime()).isEqualTo(first);

        clients.setRecovery("toggled", false);
        assertThat(recovery("toggled").earliestRestorableDateTime()).isNull();
        assertThat(recovery("toggled").latestRestorableDateTime()).isNull();
        clients.setRecovery("toggled", true);

        assertThat(recovery("toggled").earliestRestorableDateTime()).isAfter(first);
        assertTimeRefused("toggled", first, "Export Time is invalid");
    }

    @Test
    void thePeriodIsOneToThirtyFiveDays() {
        clients.createTable("period");
        setPeriod("period", 1);
        assertThat(recovery("period").recoveryPeriodInDays()).isEqualTo(1);
        clients.setRecovery("period", true);
        assertThat(recovery("period").recoveryPeriodInDays()).isEqualTo(1);
        setPeriod("period", 35);
        assertThat(recovery("period").recoveryPeriodInDays()).isEqualTo(35);
    }

    @ParameterizedTest
    @CsvSource({
        "0, Member must have value greater than or equal to 1",
        "36, Member must have value less than or equal to 35"
    })
    void anotherPeriodIsRefused(int days, String constraint) {
        String table = "period-" + days;
        clients.createTable(table);

        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(() -> setPeriod(table, days))
                .satisfies(e -> assertThat(e.awsErrorDetails().errorMessage())
                        .isEqualTo("1 validation error detected: Value '" + days
                                + "' at 'pointInTimeRecoverySpecification.recoveryPeriodInDays' failed to satisfy"
                                + " constraint: " + constraint));
    }

    @Test
    void withALagTheLastMinutesAreNotRestorable() {
        String arn = clients.createRecoverableTable("lagging");
        Instant since = recovery("lagging").earliestRestorableDateTime();
        awaitNextMillisecond();
        Instant uncovered = now();
        aws.setRecoveryLag(Duration.ofMinutes(5));

        assertThat(recovery("lagging").latestRestorableDateTime()).isEqualTo(since);
        assertTimeRefused("lagging", uncovered, "Point in Time Recovery is not available for specified export time");
        assertTimeRefused("lagging", now().plusSeconds(60), "Export Time is invalid");
        assertTimeRefused("lagging", since.minusMillis(1), "Export Time is invalid");
        assertThat(clients.dynamoDb()
                        .exportTableToPointInTime(
                                r -> r.tableArn(arn).s3Bucket(BUCKET).exportTime(since))
                        .exportDescription()
                        .exportTime())
                .isEqualTo(since);
        assertThat(clients.export(arn, BUCKET).exportTime()).isAfterOrEqualTo(uncovered);
    }

    private static void assertTimeRefused(String table, Instant time, String message) {
        String arn = "arn:aws:dynamodb:us-east-1:000000000000:table/" + table;
        assertThatThrownBy(() -> clients.dynamoDb()
                        .exportTableToPointInTime(
                                r -> r.tableArn(arn).s3Bucket(BUCKET).exportTime(time)))
                .isInstanceOf(InvalidExportTimeException.class)
                .hasMessageStartingWith(message);
    }

    private static void setPeriod(String table, int days) {
        clients.dynamoDb()
                .updateContinuousBackups(r -> r.tableName(table)
                        .pointInTimeRecoverySpecification(
                                s -> s.pointInTimeRecoveryEnabled(true).recoveryPeriodInDays(days)));
    }

    private static PointInTimeRecoveryDescription recovery(String table) {
        return clients.dynamoDb()
                .describeContinuousBackups(r -> r.tableName(table))
                .continuousBackupsDescription()
                .pointInTimeRecoveryDescription();
    }

    private static Instant now() {
        return Instant.ofEpochMilli(System.currentTimeMillis());
    }

    private static void awaitNextMillisecond() {
        Instant last = now();
        while (!now().isAfter(last)) {
            Thread.onSpinWait();
        }
    }
}
