package io.ddbvault.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.restore.InMemoryRestore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lock that many processes of one restore hold together lives as long as one of them does, and no longer. */
class SharedLeaseTest {
    private static final LockTable.Taker OURS = new LockTable.Taker("r", "a driver", "r-1");
    private final InMemoryRestore restore = new InMemoryRestore();

    @BeforeEach
    void taken() {
        restore.backUp("orders");
        locks().take(orders(), OURS, Stop.onRequest(restore.clock), last -> {});
    }

    @Test
    void whatASiblingRenewedOfLateIsNotRenewedAgain() {
        Lease one = locks().share(orders(), OURS);
        Lease other = locks().share(orders(), OURS);
        Instant taken = restore.clock.instant();
        one.require();
        assertThat(stored().renewedAt()).isEqualTo(taken);

        restore.clock.advance(Duration.ofSeconds(20));
        one.renewIfDue();
        Instant renewed = restore.clock.instant();
        restore.clock.advance(Duration.ofSeconds(19));
        other.require();
        other.renewIfDue();
        assertThat(stored().renewedAt()).isEqualTo(renewed);

        restore.clock.advance(Duration.ofSeconds(1));
        other.renewIfDue();
        assertThat(stored().renewedAt()).isEqualTo(restore.clock.instant());
        assertThat(stored().expiresAt()).isEqualTo(restore.clock.instant().plus(TableLease.LIFE));
    }

    @Test
    void itIsBelievedInFor45SecondsWithoutALook() {
        Lease lease = locks().share(orders(), OURS);
        lease.require();
        restore.store.delete(InMemoryRestore.LAYOUT.lock(orders().arn()));

        restore.clock.advance(Duration.ofSeconds(45).minusMillis(1));
        lease.require();

        restore.clock.advance(Duration.ofMillis(1));
        assertThatThrownBy(lease::require).hasMessageContaining("The lock on orders was taken over or removed");
    }

    @Test
    void whoseTokenAnotherAttemptReplacedMayNotWriteAnyMore() {
        Lease lease = locks().share(orders(), OURS);
        lease.require();
        restore.clock.advance(Duration.ofMinutes(2));
        locks().take(orders(), new LockTable.Taker("r", "a driver", "r-2"), Stop.onRequest(restore.clock), last -> {});

        assertThatThrownBy(lease::require).hasMessageContaining("The lock on orders was taken over or removed");
        // For good, whatever becomes of that lock.
        assertThatThrownBy(lease::require).hasMessageContaining("The lock on orders was taken over or removed");
        lease.release();
        assertThat(stored().token()).isEqualTo("r-2");
        assertThat(stored().isLiveAt(restore.clock.instant())).isTrue();
    }

    @Test
    void anExpiredLockThatNobodyTookIsStillOursAndAReleasedOneIsNot() {
        Lease lease = locks().share(orders(), OURS);
        restore.clock.advance(Duration.ofHours(3));
        lease.require();
        assertThat(stored().isLiveAt(restore.clock.instant())).isTrue();

        locks().share(orders(), OURS).release();

        assertThat(stored().isLiveAt(restore.clock.instant())).isFalse();
        restore.clock.advance(Duration.ofSeconds(46));
        assertThatThrownBy(lease::require).hasMessageContaining("The lock on orders was taken over or removed");
    }

    @Test
    void manyThatRenewAtOnceAllHoldIt() throws Exception {
        restore.clock.advance(Duration.ofSeconds(50));
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                Lease lease = locks().share(orders(), OURS);
                all.add(threads.submit(lease::require));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(stored().renewedAt()).isEqualTo(restore.clock.instant());
    }

    private LockTable locks() {
        return new LockTable(
                restore.store,
                InMemoryRestore.LAYOUT,
                restore.clock,
                new JitteredPause(restore.clock, new Random(1), Duration.ofMillis(50), Duration.ofSeconds(5)),
                ProgressListener.NONE);
    }

    private TableDescription orders() {
        return restore.tables.describe("orders").orElseThrow();
    }

    private TableLock stored() {
        return new ReadLock(restore.store, InMemoryRestore.LAYOUT)
                .read(orders().arn())
                .orElseThrow();
    }
}
