package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.Stop;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class KeyMemoryTest {
    private final Stop stop = Stop.onRequest(() -> Instant.EPOCH);
    private final KeyMemory memory = new KeyMemory(1000L * KeySet.BYTES_PER_KEY);

    @Test
    void whoFindsTooLittleWaitsUntilItIsGivenBack() throws Exception {
        KeyMemory.Part first = take(600);
        CompletableFuture<KeyMemory.Part> second = CompletableFuture.supplyAsync(() -> take(500));
        assertThat(first.holds(1001)).isFalse();
        assertThat(second).isNotDone();

        first.close();

        assertThat(second.get(10, TimeUnit.SECONDS).holds(500)).isTrue();
        assertThat(take(500).holds(501)).isFalse();
    }

    @Test
    void ofMoreThanThereIsAllIsTaken() {
        KeyMemory.Part all = take(Long.MAX_VALUE);

        assertThat(all.isAll()).isTrue();
        assertThat(all.holds(1000)).isTrue();
        assertThat(all.holds(1001)).isFalse();
        all.close();
        assertThat(take(1000).isAll()).isTrue();
    }

    @Test
    void aPartGrowsAsLongAsThereIsRoomBesideTheOthers() {
        KeyMemory.Part one = take(100);
        KeyMemory.Part other = take(100);

        assertThat(one.holds(900)).isTrue();
        assertThat(other.holds(101)).isFalse();
        assertThat(other.isAll()).isFalse();
        one.close();
        assertThat(other.holds(1000)).isTrue();
        assertThat(other.isAll()).isTrue();
    }

    @Test
    void whoWaitsNoticesTheStop() {
        take(1000);
        stop.request("SIGTERM");

        assertThat(memory.take(1, stop)).isNull();
    }

    @Test
    void anInterruptAsksTheRunToStopAndStaysSet() {
        take(1000);
        Thread.currentThread().interrupt();

        assertThat(memory.take(1, stop)).isNull();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(stop.reason()).isEqualTo("an interrupt");
    }

    private KeyMemory.Part take(long keys) {
        return Objects.requireNonNull(memory.take(keys, stop));
    }
}
