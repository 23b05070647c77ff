package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.restore.RestoreStatus.OpenTable;
import io.ddbvault.core.restore.RestoreStatus.State;
import io.ddbvault.core.state.TableLock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of a restore that runs somewhere else, or does not run any more. */
class ReadRestoreStatusTest {
    private static final String FIRST = "20250722T030000Z-00000001";
    private static final String SECOND = "20250722T040000Z-00000002";
    private static final RestoreRequest CLEARING = new RestoreRequest(null, null, false, true, 1);

    private final InMemoryRestore restore = new InMemoryRestore();

    @BeforeEach
    void twoTablesAndTheirBackup() {
        restore.backUp("orders", "users");
    }

    @Test
    void aRunningRestoreIsToldWithItsOwnerAndTheCountsOfItsCheckpoint() {
        List<RestoreStatus> seen = new ArrayList<>();

        // Two batches delete the 40 items; the checkpoint before the third says so.
        restore.runAndDuring(3, () -> seen.add(restore.status(FIRST)), CLEARING, FIRST);

        RestoreStatus status = seen.get(0);
        assertThat(status.state()).isEqualTo(State.RUNNING);
        assertThat(status.alive()).map(TableLock::owner).hasValue("a test");
        assertThat(status.date()).isEqualTo(LocalDate.of(2025, 7, 20));
        assertThat(status.environment()).isEqualTo("production");
        assertThat(status.attempt()).isEqualTo(1);
        assertThat(status.startedAt()).isEqualTo(Instant.parse("2025-07-22T03:00:00Z"));
        assertThat(status.ended()).isEmpty();
        assertThat(status.open())
                .extracting(
                        OpenTable::table,
                        OpenTable::phase,
                        OpenTable::expectedItems,
                        OpenTable::itemsWritten,
                        OpenTable::itemsCleared)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("orders", TablePhase.WRITING, 131L, 0L, 40L),
                        org.assertj.core.groups.Tuple.tuple("users", TablePhase.WAITING, 131L, 0L, 0L));
        assertThat(status.open())
                .allSatisfy(
                        table -> assertThat(Objects.requireNonNull(table.lock()).restoreId())
                                .isEqualTo(FIRST));
    }

    @Test
    void aStoppedRestoreIsToldWithExactCountsAndTheCommandThatGoesOn() {
        RestoreReport report = restore.runAndStopAfter(4, CLEARING, FIRST);
        long written = report.results().get(0).itemsWritten();
        assertThat(written).isBetween(1L, 130L);

        RestoreStatus status = restore.status(FIRST);

        assertThat(status.state()).isEqualTo(State.STOPPED);
        assertThat(status.alive()).isEmpty();
        assertThat(status.owner()).isEqualTo("a test");
        assertThat(status.command()).isEqualTo("ddbvault restore --restore-id " + FIRST);
        assertThat(status.open()).extracting(OpenTable::itemsWritten).containsExactly(written, 0L);
        assertThat(status.open()).extracting(OpenTable::lock).containsOnlyNulls();
    }

    @Test
    void aRestoreWhoseProcessDiedRunsByItsLockUntilThatExpires() {
        List<RestoreStatus> seen = new ArrayList<>();
        restore.runAndDuring(
                3,
                () -> {
                    restore.clock.advance(Duration.ofSeconds(119));
                    seen.add(restore.status(FIRST));
                    restore.clock.advance(Duration.ofSeconds(1));
                    seen.add(restore.status(FIRST));
                },
                CLEARING,
                FIRST);

        assertThat(seen).extracting(RestoreStatus::state).containsExactly(State.RUNNING, State.STOPPED);
    }

    @Test
    void anEndedRestoreIsToldWithTheResultsThatItAnswered() {
        RestoreReport report = restore.run(CLEARING, FIRST);

        RestoreStatus status = restore.status(FIRST);

        assertThat(status.state()).isEqualTo(State.ENDED);
        assertThat(status.open()).isEmpty();
        assertThat(status.ended()).isEqualTo(report.results());
    }

    @Test
    void theLockOfAnotherRestoreIsToldWhereItKeepsThisOneFromGoingOn() {
        restore.runAndStopAfter(4, CLEARING, FIRST);
        restore.owner = "another test";
        List<RestoreStatus> seen = new ArrayList<>();

        restore.runAndDuring(
                1,
                () -> seen.add(restore.status(FIRST)),
                new RestoreRequest(null, List.of("users"), false, false, 1),
                SECOND);

        RestoreStatus status = seen.get(0);
        assertThat(status.state()).isEqualTo(State.STOPPED);
        assertThat(status.open().get(0).lockedByOther(FIRST)).isEmpty();
        assertThat(status.open().get(1).lockedByOther(FIRST))
                .map(TableLock::owner)
                .hasValue("another test");
    }

    @Test
    void aRestoreThatNeverWasIsAnError() {
        DdbvaultException refused = catchThrowableOfType(DdbvaultException.class, () -> restore.status(FIRST));

        assertThat(refused.code()).isEqualTo(ErrorCode.NO_SUCH_RESTORE);
        assertThat(refused.text()).contains(FIRST, "'ddbvault restore --unfinished' lists those that can go on");
    }

    @Test
    void theTimeLeftIsKnownOnlyWhileItemsAreWritten() {
        assertThat(table(TablePhase.WRITING, 100).remaining()).hasValue(Duration.ofSeconds(9));
        assertThat(table(TablePhase.WRITING, 0).remaining()).isEmpty();
        assertThat(table(TablePhase.CLEARING, 100).remaining()).isEmpty();
        assertThat(table(TablePhase.WAITING, 100).remaining()).isEmpty();
    }

    /** 899 items are left. */
    private static OpenTable table(TablePhase phase, double itemsPerSecond) {
        return new OpenTable("orders", "orders", phase, 1000, 100, 1, 0, itemsPerSecond, null);
    }
}
