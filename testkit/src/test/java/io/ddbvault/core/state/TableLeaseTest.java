package io.ddbvault.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.restore.InMemoryRestore;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lease is believed in only as long as nobody else can have the table, whatever this machine's clock does. */
class TableLeaseTest {
    private final InMemoryRestore restore = new InMemoryRestore();
    private TableLease lease;

    @BeforeEach
    void taken() {
        restore.backUp("orders");
        lease = new LockTable(
                        restore.store,
                        InMemoryRestore.LAYOUT,
                        restore.clock,
                        new JitteredPause(restore.clock, new Random(1), Duration.ofMillis(50), Duration.ofSeconds(5)),
                        ProgressListener.NONE)
                .take(orders(), new LockTable.Taker("r", "a test", "r-1"), Stop.onRequest(restore.clock), last -> {});
    }

    @Test
    void itIsHeldUntil45SecondsBeforeOthersMayHaveTheTable() {
        restore.clock.advance(Duration.ofSeconds(75).minusMillis(1));
        assertThat(lease.isHeld()).isTrue();

        restore.clock.advance(Duration.ofMillis(1));
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void aClockThatIsSetBackMakesItLastNoLonger() {
        restore.clock.advance(Duration.ofHours(-1));
        assertThat(lease.isHeld()).isFalse();

        lease.require();

        assertThat(lease.isHeld()).isTrue();
        assertThat(stored().renewedAt()).isEqualTo(restore.clock.instant());
    }

    @Test
    void aClockThatIsSetBackMakesItBeRenewedAtOnce() {
        restore.clock.advance(Duration.ofSeconds(-1));
        Instant now = restore.clock.instant();

        lease.renewIfDue();

        assertThat(stored().renewedAt()).isEqualTo(now);
    }

    private TableLock stored() {
        return new ReadLock(restore.store, InMemoryRestore.LAYOUT)
                .read(orders().arn())
                .orElseThrow();
    }

    private TableDescription orders() {
        return restore.tables.describe("orders").orElseThrow();
    }
}
