package io.ddbvault.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.restore.InMemoryRestore;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lock is shown as it is, and removed only from the restore that had it when it was shown. */
class UnlockTableTest {
    private static final String FIRST = "20250722T030000Z-00000001";
    private static final String SECOND = "20250722T040000Z-00000002";
    private static final String LOCK = "native-exports/_state/locks/eu-west-1/111122223333/orders.json";
    private static final RestoreRequest ORDERS = new RestoreRequest(null, List.of("orders"), false, false, 1);

    private final InMemoryRestore restore = new InMemoryRestore();
    private final UnlockTable unlockTable =
            new UnlockTable(restore.tables, restore.store, InMemoryRestore.LAYOUT, restore.clock);

    @BeforeEach
    void aTableAndItsBackup() {
        restore.backUp("orders");
    }

    @Test
    void aTableThatNoRestoreEverLockedHasNoLock() {
        LockState state = unlockTable.look("orders");

        assertThat(state.lock()).isNull();
        assertThat(state.alive()).isFalse();
        assertThat(unlockTable.remove(state)).isFalse();
        assertThat(restore.store.keys()).doesNotContain(LOCK);
    }

    @Test
    void aTableThatDoesNotExistIsAnError() {
        DdbvaultException refused = catchThrowableOfType(DdbvaultException.class, () -> unlockTable.look("order"));

        assertThat(refused.code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND);
        assertThat(refused.text()).contains("The table order does not exist");
    }

    @Test
    void aLockThatWasReleasedIsShownAndThereIsNothingToRemove() {
        restore.run(ORDERS, FIRST);
        String released = restore.store.text(LOCK);

        LockState state = unlockTable.look("orders");

        assertThat(state.alive()).isFalse();
        assertThat(Objects.requireNonNull(state.lock()).restoreId()).isEqualTo(FIRST);
        assertThat(unlockTable.remove(state)).isFalse();
        assertThat(restore.store.text(LOCK)).isEqualTo(released);
    }

    @Test
    void theFormerOwnerStopsBeforeItsNextBatchAndAnotherRestoreMayHaveTheTable() {
        List<RestoreReport> others = new ArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        RestoreReport former = restore.runAndDuring(
                2,
                () -> {
                    LockState state = unlockTable.look("orders");
                    assertThat(state.alive()).isTrue();
                    assertThat(Objects.requireNonNull(state.lock()).owner()).isEqualTo("a test");

                    assertThat(unlockTable.remove(state)).isTrue();

                    assertThat(unlockTable.look("orders").alive()).isFalse();
                    others.add(restore.run(ORDERS, SECOND));
                    restore.clock.advance(Duration.ofSeconds(20));
                    calls.set(restore.writer.calls());
                },
                ORDERS,
                FIRST);

        assertThat(others.get(0).results()).extracting(TableResult::status).containsExactly(TableStatus.COMPLETED);
        assertThat(former.results()).extracting(TableResult::status).containsExactly(TableStatus.PARTIAL_SUCCESS);
        assertThat(former.results().get(0).error())
                .contains("The lock on orders was taken over or removed", "restore " + FIRST + " stopped");
        // The batch in whose middle it was; none after it.
        assertThat(restore.writer.calls()).isEqualTo(calls.get() + 1);
    }

    @Test
    void aLockThatItsOwnerRenewsMeanwhileIsRemovedAllTheSame() {
        restore.runAndDuring(
                2,
                () -> {
                    LockState state = unlockTable.look("orders");
                    restore.store
                            .faults()
                            .on(Call.PUT_IF_UNCHANGED, LOCK)
                            .running(() -> put(renewed(Objects.requireNonNull(state.lock()))));

                    assertThat(unlockTable.remove(state)).isTrue();
                    assertThat(unlockTable.look("orders").alive()).isFalse();
                },
                ORDERS,
                FIRST);

        restore.store.faults().assertAllFired();
    }

    @Test
    void aLockThatAnotherRestoreTookMeanwhileIsNotTouched() {
        restore.runAndDuring(
                2,
                () -> {
                    LockState state = unlockTable.look("orders");
                    TableLock seen = Objects.requireNonNull(state.lock());
                    TableLock other = new TableLock(
                            "orders", SECOND, "another", "their token", seen.renewedAt(), seen.expiresAt(), List.of());
                    put(other);

                    DdbvaultException refused =
                            catchThrowableOfType(DdbvaultException.class, () -> unlockTable.remove(state));

                    assertThat(refused.code()).isEqualTo(ErrorCode.LOCKED);
                    assertThat(refused.text()).contains("is being restored by another (restore " + SECOND);
                    assertThat(restore.store.bytes(LOCK)).isEqualTo(other.toJson());
                },
                ORDERS,
                FIRST);
    }

    private TableLock renewed(TableLock lock) {
        Instant now = restore.clock.instant().plusSeconds(1);
        return lock.at(now, now.plus(TableLease.LIFE));
    }

    private void put(TableLock lock) {
        restore.store.put(LOCK, lock.toJson());
    }
}
