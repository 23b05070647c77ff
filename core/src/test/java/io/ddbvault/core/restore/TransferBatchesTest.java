package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.pacing.CallSlots;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.pacing.WritePace;
import io.ddbvault.core.port.ItemWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However one thread ends, the others end too, and the counts are exact. The endless source ends only with the queue. */
@Timeout(30)
class TransferBatchesTest {
    private static final BatchSource ENDLESS = queue -> {
        boolean taken = true;
        while (taken) {
            taken = queue.put(batch());
        }
    };

    private final LongAdder stored = new LongAdder();
    private Heartbeat heartbeat = Heartbeat.NONE;

    @Test
    void aReaderThatDiesOfSomethingUnexpectedEndsAllAndIsAFault() {
        BatchSource dying = queue -> {
            throw new IllegalStateException("boom");
        };

        WriteTally tally = transfer(List.of(dying, ENDLESS), part -> {});

        assertThat(tally.faults()).singleElement().asString().contains("reading", "boom", "a defect of ddbvault");
        assertThat(tally.stored()).isEqualTo(stored.sum());
    }

    @Test
    void aReaderThatCannotGoOnEndsAllAndSaysWhy() {
        BatchSource denied = queue -> {
            throw new DdbvaultException(ErrorCode.ACCESS_DENIED, "dynamodb:Scan is denied.");
        };

        WriteTally tally = transfer(List.of(denied, ENDLESS), part -> {});

        assertThat(tally.faults()).containsExactly("dynamodb:Scan is denied.");
        assertThat(tally.stored()).isEqualTo(stored.sum());
    }

    @Test
    void aWriterThatDiesOfSomethingUnexpectedEndsAllAndKeepsItsCount() {
        WriteTally tally = transfer(List.of(ENDLESS), part -> {
            throw new IllegalStateException("boom");
        });

        assertThat(tally.faults())
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault).contains("writing", "boom"));
        assertThat(tally.stored()).isEqualTo(stored.sum()).isPositive();
    }

    @Test
    void aRunThatMayNotGoOnEndsAfterItsBatch() {
        heartbeat = () -> {
            throw new DdbvaultException(ErrorCode.LOCK_LOST, "The lock on orders was taken over.");
        };

        WriteTally tally = transfer(List.of(ENDLESS), part -> {});

        assertThat(tally.faults()).contains("The lock on orders was taken over.");
        assertThat(tally.stored()).isEqualTo(stored.sum()).isPositive();
    }

    private WriteTally transfer(List<BatchSource> sources, Consumer<WriteTally> progress) {
        ItemWriter writer = batch -> {
            stored.add(batch.size());
            return new ItemWriter.Answered(List.of());
        };
        JitteredPause pause = new JitteredPause(delay -> {}, new Random(1), Duration.ofMillis(1), Duration.ofMillis(1));
        Stop stop = Stop.onRequest(() -> Instant.EPOCH);
        ClearLedger ledger = new ClearLedger();
        SharedWork shared = new SharedWork(new CallSlots(2), new SharedAmount(2, 0), new SharedAmount(1000, 0), 16);
        WritePace pace = new WritePace(null, () -> Instant.EPOCH, delay -> {}, shared.calls());
        new TransferBatches(new StoreBatch(writer, pause, () -> Instant.EPOCH), pace, shared)
                .transfer(sources, ledger, heartbeat, stop, progress);
        return ledger.sum();
    }

    private static Portion batch() {
        WriteBatch.Builder builder = new WriteBatch.Builder("orders", WriteBatch.Operation.PUT);
        builder.add(new byte[10], 0, 10, new Place("file", 1));
        return Portion.keys(builder.build());
    }
}
