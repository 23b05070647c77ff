package io.ddbvault.core.backup;

import static io.ddbvault.core.backup.BackupFixture.SCHEDULED;
import static io.ddbvault.core.backup.BackupFixture.TODAY;
import static io.ddbvault.core.backup.BackupFixture.assertStatuses;
import static io.ddbvault.core.manifest.ExportStatus.COMPLETED;
import static io.ddbvault.core.manifest.ExportStatus.FAILED;
import static io.ddbvault.testkit.InMemoryBackupStore.Call.FOLDERS;
import static io.ddbvault.testkit.InMemoryBackupStore.Call.PUT_IF_ABSENT;
import static io.ddbvault.testkit.InMemoryBackupStore.Call.PUT_IF_UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.port.TableExports.ExportRequest;
import io.ddbvault.testkit.ScriptedExports;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that dies between the start of an export and the manifest that names it leaves nothing orphaned. */
class FindLostExportsTest {
    private static final LocalDate TOMORROW = TODAY.plusDays(1);
    private static final String MANIFEST = BackupFixture.manifestKey(TODAY);
    private static final String NOTED = "native-exports/_state/backups/2025-07-22.json";
    private static final BackupRequest FINISH = new BackupRequest(null, null, null, TODAY);

    private final BackupFixture aws = new BackupFixture();

    static Stream<BackupRequest> runsWithARunKeyAndWithout() {
        return Stream.of(SCHEDULED, BackupRequest.ALL);
    }

    @ParameterizedTest
    @MethodSource("runsWithARunKeyAndWithout")
    void whatARunStartedThatDiedBeforeItsManifestIsRecordedByTheNextDaysRun(BackupRequest request) {
        dieBeforeTheManifest(request);
        aNightPasses();

        BackupSummary summary = aws.run(BackupRequest.ALL);

        assertThat(summary.warnings()).isEmpty();
        assertThat(summary.date()).isEqualTo(TOMORROW);
        assertThat(aws.manifest(TODAY).exports())
                .extracting(TableExport::exportArn)
                .containsExactlyInAnyOrderElementsOf(aws.exports.exportArns().subList(0, 2));
        assertThat(aws.manifest(TODAY).exports())
                .extracting(TableExport::status, TableExport::itemCount)
                .containsExactlyInAnyOrder(tuple(COMPLETED, 3L), tuple(COMPLETED, 1L));
        assertThat(aws.exports.exportArns()).hasSize(4);
        assertThat(aws.manifest(TOMORROW).exports())
                .extracting(TableExport::exportArn)
                .containsExactlyInAnyOrderElementsOf(aws.exports.exportArns().subList(2, 4));
    }

    @Test
    void whatARunStartedThatDiedBetweenTwoStartsIsRecordedAndTheRestIsNotStarted() {
        aws.exports.faults().on(ScriptedExports.Call.START, "prod-visits").running(() -> {
            throw new AssertionError("the process died");
        });
        assertThatThrownBy(() -> aws.run(BackupRequest.ALL)).hasMessage("the process died");
        aNightPasses();

        aws.run(BackupRequest.ALL);

        assertThat(aws.manifest(TODAY).attempts())
                .extracting(TableExport::exportArn)
                .containsExactly(aws.exports.exportArns().get(0));
        assertThat(aws.exports.exportArns()).hasSize(3);
    }

    @Test
    void aCallForItsDateFindsItWhereThereIsNoManifestAtAll() {
        dieBeforeTheManifest(BackupRequest.ALL);
        aNightPasses();

        BackupSummary summary = aws.run(FINISH);

        assertStatuses(summary, COMPLETED, COMPLETED);
        assertThat(aws.manifest(TODAY).exports()).isEqualTo(summary.exports());
        assertThat(aws.exports.exportArns()).hasSize(2);
    }

    @Test
    void aTriggerThatIsRepeatedWhenItsTokensAreForgottenStartsNothingTwice() {
        dieBeforeTheManifest(SCHEDULED);
        aws.clock.advance(Duration.ofHours(9));
        aws.exports.endAllDue();

        BackupSummary summary = aws.run(SCHEDULED);

        assertStatuses(summary, COMPLETED, COMPLETED);
        assertThat(aws.exports.exportArns()).hasSize(2);
        assertThat(aws.exports.startCalls()).hasSize(2);
    }

    @Test
    void anExportOfARetryIsFoundBesideTheOneThatFailedBefore() {
        aws.exports.failNext("prod-users", "no bucket");
        aws.run(SCHEDULED);
        dieBeforeTheManifestIsWrittenAgain(SCHEDULED);
        aNightPasses();

        aws.run(BackupRequest.ALL);

        assertThat(aws.manifest(TODAY).attempts())
                .filteredOn(export -> export.tableName().equals("prod-users"))
                .extracting(TableExport::status)
                .containsExactly(FAILED, COMPLETED);
    }

    @Test
    void aStartOfWhichNoAnswerEverCameIsFoundWithoutARetry() {
        aws.exports
                .faults()
                .on(ScriptedExports.Call.START, "prod-users")
                .throwingAfter(BackupFixture.unavailable())
                .times(6);
        assertStatuses(aws.run(BackupRequest.ALL), FAILED, COMPLETED);
        aNightPasses();

        aws.run(BackupRequest.ALL);

        assertThat(aws.standing("prod-users").status()).isEqualTo(COMPLETED);
        assertThat(aws.standing("prod-users").exportArn())
                .isEqualTo(aws.exports.exportArns().get(0));
    }

    @Test
    void anExportThatStillRunsIsFoundOnceItHasEnded() {
        aws.exports.take(Duration.ofHours(30));
        dieBeforeTheManifest(BackupRequest.ALL);
        aws.exports.take(Duration.ofMinutes(5));
        aws.exports.take("prod-users", Duration.ofHours(30));
        aNightPasses();
        aws.run(BackupRequest.ALL, Duration.ofHours(1));
        assertThat(aws.manifest(TODAY).exports())
                .extracting(TableExport::tableName)
                .containsExactly("prod-visits");

        aNightPasses();
        aws.run(BackupRequest.ALL, Duration.ofHours(1));

        assertThat(aws.standing("prod-users").status()).isEqualTo(COMPLETED);
    }

    @Test
    void theExportOfATableThatIsGoneByThenIsFound() {
        dieBeforeTheManifest(BackupRequest.ALL);
        aNightPasses();
        aws.tables.delete("prod-users");

        aws.run(BackupRequest.ALL);

        assertThat(aws.standing("prod-users").status()).isEqualTo(COMPLETED);
    }

    @Test
    void anExportThatSomeoneElseStartedUnderThePrefixIsNotTaken() {
        dieBeforeTheManifest(BackupRequest.ALL);
        aws.exports.start(new ExportRequest(
                "arn:aws:dynamodb:eu-west-1:111122223333:table/prod-users",
                "backups",
                "native-exports/2025-07-22/prod-users",
                null,
                null,
                "a token of theirs"));
        aNightPasses();

        aws.run(BackupRequest.ALL);

        assertThat(aws.manifest(TODAY).attempts())
                .extracting(TableExport::exportArn)
                .containsExactlyInAnyOrderElementsOf(aws.exports.exportArns().subList(0, 2));
    }

    @Test
    void whatKeepsOneTablesFromBeingSeenIsAWarningAndTheOthersAreFound() {
        dieBeforeTheManifest(BackupRequest.ALL);
        aNightPasses();
        aws.store
                .faults()
                .on(FOLDERS, "native-exports/2025-07-22/prod-users/AWSDynamoDB/")
                .throwing(new DdbvaultException(ErrorCode.AWS_UNAVAILABLE, "S3 does not answer."));

        BackupSummary summary = aws.run(BackupRequest.ALL);

        assertStatuses(summary, COMPLETED, COMPLETED);
        assertThat(summary.warnings())
                .containsExactly(
                        "Whether the backup of 2025-07-22 has exports of prod-users that its manifest does not name could not be seen: S3 does not answer.");
        assertThat(aws.manifest(TODAY).exports())
                .extracting(TableExport::tableName)
                .containsExactly("prod-visits");
    }

    @Test
    void anExportThatCannotBeReadHidesNoOtherOfItsTable() {
        dieBeforeTheManifest(BackupRequest.ALL);
        aNightPasses();
        String damaged = "native-exports/2025-07-22/prod-users/AWSDynamoDB/%s/";
        for (String id : List.of("01000000000000-0000aaaa", "09999999999999-0000aaaa")) {
            aws.store.put(damaged.formatted(id) + "manifest-summary.json", "{");
        }

        BackupSummary summary = aws.run(BackupRequest.ALL);

        assertThat(aws.manifest(TODAY).exports())
                .extracting(TableExport::exportArn)
                .containsExactlyInAnyOrderElementsOf(aws.exports.exportArns().subList(0, 2));
        assertThat(summary.warnings())
                .hasSize(2)
                .allSatisfy(
                        warning -> assertThat(warning)
                                .startsWith(
                                        "Whether the backup of 2025-07-22 has exports of prod-users that its manifest does not name could not be seen: "));
    }

    @Test
    void anExportOfWhichNoAnswerCameBeforeTheDeadlineIsFoundAndNotRepeated() {
        aws.exports.faults().on(ScriptedExports.Call.START, "prod-users").throwingAfter(BackupFixture.unavailable());
        BackupRequest users = new BackupRequest(BackupFixture.TRIGGERED, "event-1", List.of("prod-users"), null);
        assertStatuses(aws.run(users, Duration.ofMillis(1)), FAILED);
        assertThat(aws.exports.exportArns()).hasSize(1);

        assertStatuses(aws.run(users), COMPLETED);

        assertThat(aws.exports.exportArns()).hasSize(1);
        assertThat(aws.standing("prod-users").exportArn())
                .isEqualTo(aws.exports.exportArns().get(0));
    }

    @Test
    void aNoteThatIsNoneIsAWarningForOtherDatesAndAnErrorForItsOwn() {
        aws.store.put(NOTED, "{\"version\":2}");

        assertThatThrownBy(() -> aws.run(BackupRequest.ALL))
                .isInstanceOfSatisfying(
                        DdbvaultException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.MANIFEST_UNREADABLE))
                .hasMessage(
                        "s3://backups/%s is not the note of started exports that this version of ddbvault writes. If no newer version is in use, delete that object.",
                        NOTED);
        assertThat(aws.exports.startCalls()).isEmpty();
        aNightPasses();

        BackupSummary summary = aws.run(BackupRequest.ALL);

        assertStatuses(summary, COMPLETED, COMPLETED);
        assertThat(summary.warnings())
                .hasSize(1)
                .first()
                .asString()
                .startsWith(
                        "Whether the backup of 2025-07-22 has exports of any table that its manifest does not name could not be seen: ");
    }

    @Test
    void nothingIsStartedThatCannotBeNoted() {
        aws.store
                .faults()
                .on(PUT_IF_ABSENT, NOTED)
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "s3:PutObject is denied."));

        assertThatThrownBy(() -> aws.run(BackupRequest.ALL))
                .hasMessage(
                        "s3://backups/%s, which says what is about to be exported, could not be written, so no export was started: s3:PutObject is denied.",
                        NOTED);
        assertThat(aws.exports.startCalls()).isEmpty();
    }

    @Test
    void notesOfRunsAtOnceStandSideBySideUntilTheManifestTellsOfThem() {
        aws.store.faults().on(PUT_IF_ABSENT, NOTED).running(() -> dieBeforeTheManifest(BackupRequest.ALL));
        dieBeforeTheManifest(SCHEDULED);
        assertThat(starts()).hasSize(4);
        aNightPasses();
        aws.run(BackupRequest.ALL);
        assertThat(aws.manifest(TODAY).attempts())
                .extracting(TableExport::exportArn)
                .containsExactlyInAnyOrderElementsOf(aws.exports.exportArns().subList(0, 4));

        aws.run(new BackupRequest(BackupFixture.TRIGGERED.plusSeconds(60), null, List.of("prod-users"), null));

        assertThat(starts()).hasSize(1).first().asString().contains("prod-users", "2025-07-22T02:01:00Z");
        aws.store.faults().assertAllFired();
    }

    @Test
    void aTriggerDeliveredAgainNotesNothingMore() {
        aws.run(SCHEDULED);
        String noted = aws.store.text(NOTED);

        aws.run(SCHEDULED);

        assertThat(aws.store.text(NOTED)).isEqualTo(noted);
    }

    private List<NotedStart> starts() {
        return NotedStartsJson.read(aws.store.bytes(NOTED), NOTED);
    }

    private void dieBeforeTheManifest(BackupRequest request) {
        aws.store.faults().on(PUT_IF_ABSENT, MANIFEST).throwing(new IllegalStateException("the process died"));
        assertThatThrownBy(() -> aws.run(request)).hasMessage("the process died");
    }

    private void dieBeforeTheManifestIsWrittenAgain(BackupRequest request) {
        aws.store.faults().on(PUT_IF_UNCHANGED, MANIFEST).throwing(new IllegalStateException("the process died"));
        assertThatThrownBy(() -> aws.run(request)).hasMessage("the process died");
    }

    /** In which exports end, whether anyone looks or not. */
    private void aNightPasses() {
        aws.clock.advance(Duration.ofDays(1));
        aws.exports.endAllDue();
    }
}
