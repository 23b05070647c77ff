package io.ddbvault.core.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import io.ddbvault.core.port.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoreBatchTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private Instant now = BEGIN;
    private @Nullable Integer maxWriteUnits;
    private final List<List<String>> calls = new ArrayList<>();
    private final Set<String> table = new TreeSet<>();

    @Test
    void unprocessedItemsAreSentAgainUntilNoneIsLeft() {
        StoreBatch.Result result = store(batch(25), Stop.onRequest(() -> now), batch -> {
            if (batch.size() > 3) {
                return keep(batch, batch.size() - 3);
            }
            return keep(batch, batch.size());
        });

        assertThat(result.failure()).isNull();
        assertThat(result.tally().stored()).isEqualTo(25);
        assertThat(table).hasSize(25);
        assertThat(calls).hasSize(2);
        assertThat(calls.get(1)).containsExactly("{22}", "{23}", "{24}");
    }

    @Test
    void throttlesAreWaitedOutHoweverLongTheyLast() {
        StoreBatch.Result result = store(batch(25), Stop.onRequest(() -> now), batch -> {
            if (now.isBefore(BEGIN.plus(Duration.ofHours(3)))) {
                return new ItemWriter.Throttled("ProvisionedThroughputExceededException");
            }
            return keep(batch, batch.size());
        });

        assertThat(result.failure()).isNull();
        assertThat(result.tally().stored()).isEqualTo(25);
        assertThat(table).hasSize(25);
    }

    @Test
    void aRefusedItemStandsAloneInTheEndAndItsNeighboursAreStored() {
        StoreBatch.Result result = store(batch(25), Stop.onRequest(() -> now), batch -> {
            if (slices(batch).contains("{13}")) {
                return new ItemWriter.Refused("Item size has exceeded the maximum allowed size");
            }
            return keep(batch, batch.size());
        });

        assertThat(result.tally().stored()).isEqualTo(24);
        assertThat(result.tally().failed()).isEqualTo(1);
        assertThat(result.tally().failures())
                .containsExactly(new WriteTally.Failure(
                        new Place("data/a.json.gz", 14),
                        "was refused by DynamoDB: Item size has exceeded the maximum allowed size"));
        assertThat(table).hasSize(24).doesNotContain("{13}");
    }

    @Test
    void theDeadlineEndsTheWorkAndTheCountIsExact() {
        Stop stop = new Stop(() -> now, BEGIN.plusSeconds(60));
        StoreBatch.Result result = store(batch(25), stop, batch -> {
            if (batch.size() == 25) {
                return keep(batch, 7);
            }
            return new ItemWriter.Throttled("slow down");
        });

        assertThat(result.failure()).isNull();
        assertThat(result.tally().stored()).isEqualTo(7);
        assertThat(table).hasSize(7);
        assertThat(now).isEqualTo(BEGIN.plusSeconds(60));
    }

    @Test
    void anUnansweredBatchIsSentAgainAndGivenUpAfterFiveMinutesOnly() {
        StoreBatch.Result result =
                store(batch(1), Stop.onRequest(() -> now), batch -> new ItemWriter.Unavailable("connection reset"));

        DdbvaultException failure = result.failure();
        assertThat(failure).isNotNull();
        assertThat(failure.code()).isEqualTo(ErrorCode.AWS_UNAVAILABLE);
        assertThat(failure).hasMessageContaining("orders").hasMessageContaining("connection reset");
        assertThat(Duration.between(BEGIN, now)).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
        assertThat(result.tally().stored()).isZero();
    }

    @Test
    void aFailureThatNoRetryMendsKeepsWhatWasStoredBefore() {
        StoreBatch.Result result = store(batch(25), Stop.onRequest(() -> now), batch -> {
            if (batch.size() == 25) {
                return keep(batch, 10);
            }
            throw new DdbvaultException(ErrorCode.ACCESS_DENIED, "dynamodb:BatchWriteItem on orders is denied.");
        });

        assertThat(result.failure()).isNotNull();
        assertThat(result.tally().stored()).isEqualTo(10);
        assertThat(table).hasSize(10);
    }

    @Test
    void anUnexpectedFailureKeepsWhatWasStoredOfTheSameBatch() {
        StoreBatch.Result result = store(batch(25), Stop.onRequest(() -> now), batch -> {
            if (batch.size() == 25) {
                return keep(batch, 10);
            }
            throw new IllegalStateException("boom");
        });

        DdbvaultException failure = result.failure();
        assertThat(failure).isNotNull();
        assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
        assertThat(failure).hasMessageContaining("boom");
        assertThat(result.tally().stored()).isEqualTo(10);
        assertThat(table).hasSize(10);
    }

    @Test
    void runningOutOfMemoryKeepsTheCountToo() {
        StoreBatch.Result result = store(batch(25), Stop.onRequest(() -> now), batch -> {
            if (batch.size() == 25) {
                return keep(batch, 12);
            }
            throw new OutOfMemoryError("Java heap space");
        });

        assertThat(result.failure()).isNotNull();
        assertThat(result.tally().stored()).isEqualTo(12);
    }

    @Test
    void underACeilingABatchIsStoredInPartsOneAfterTheOther() {
        maxWriteUnits = 5;

        StoreBatch.Result result =
                store(batch(10), Stop.onRequest(() -> now), batch -> consuming(keep(batch, batch.size()), 1.0));

        assertThat(result.failure()).isNull();
        assertThat(result.tally().stored()).isEqualTo(10);
        assertThat(calls)
                .containsExactlyElementsOf(IntStream.range(0, 10)
                        .mapToObj(i -> List.of("{" + i + "}"))
                        .toList());
        assertThat(Duration.between(BEGIN, now)).isBetween(Duration.ofMillis(1_700), Duration.ofMillis(1_900));
    }

    @Test
    void underACeilingRetriesAndHalvesWaitForTheirTurnToo() {
        maxWriteUnits = 200;
        List<Duration> sent = new ArrayList<>();

        StoreBatch.Result result = store(batch(25), Stop.onRequest(() -> now), batch -> {
            sent.add(Duration.between(BEGIN, now));
            if (slices(batch).contains("{13}")) {
                return new ItemWriter.Refused("no");
            }
            int kept = sent.size() % 3 == 0 ? batch.size() - 1 : batch.size();
            return consuming(keep(batch, kept), 20.0 * kept);
        });

        assertThat(result.tally().stored()).isEqualTo(24);
        assertThat(result.tally().failed()).isEqualTo(1);
        assertThat(table).hasSize(24).doesNotContain("{13}");
        assertThat(sent.get(sent.size() - 1))
                .as("24 items of 20 units each, and the refused ones as if they had been")
                .isGreaterThan(Duration.ofMillis(2_300));
    }

    @Test
    void theDeadlineEndsAWaitForATurnAndTheCountIsExact() {
        maxWriteUnits = 1;
        Stop stop = new Stop(() -> now, BEGIN.plusMillis(3_500));

        StoreBatch.Result result = store(batch(25), stop, batch -> consuming(keep(batch, batch.size()), 1.0));

        assertThat(result.failure()).isNull();
        assertThat(result.tally().stored()).isEqualTo(4);
        assertThat(table).hasSize(4);
        assertThat(now).isEqualTo(BEGIN.plusMillis(3_500));
    }

    @Test
    void timeSpentWaitingForATurnIsNotTakenForDynamoDbsSilence() {
        maxWriteUnits = 1;

        StoreBatch.Result result = store(batch(3), Stop.onRequest(() -> now), batch -> {
            if (calls.size() % 2 == 0) {
                return new ItemWriter.Unavailable("connection reset");
            }
            return consuming(keep(batch, batch.size()), 400.0);
        });

        assertThat(result.failure()).isNull();
        assertThat(result.tally().stored()).isEqualTo(3);
        assertThat(Duration.between(BEGIN, now)).isGreaterThan(Duration.ofMinutes(13));
    }

    private static ItemWriter.Outcome consuming(ItemWriter.Outcome outcome, double units) {
        return outcome instanceof ItemWriter.Answered answered
                ? new ItemWriter.Answered(answered.unprocessed(), units)
                : outcome;
    }

    private StoreBatch.Result store(WriteBatch batch, Stop stop, ItemWriter writer) {
        ItemWriter recording = sent -> {
            calls.add(slices(sent));
            return writer.write(sent);
        };
        Sleeper sleeper = delay -> now = now.plus(delay);
        JitteredPause pause = new JitteredPause(sleeper, new Random(3), Duration.ofMillis(50), Duration.ofSeconds(5));
        WritePace pace = new WritePace(maxWriteUnits, () -> now, sleeper, new CallSlots(1));
        return new StoreBatch(recording, pause, () -> now).store(batch, pace, stop);
    }

    private ItemWriter.Outcome keep(WriteBatch batch, int count) {
        table.addAll(slices(batch).subList(0, count));
        return new ItemWriter.Answered(
                IntStream.range(count, batch.size()).boxed().toList());
    }

    private static List<String> slices(WriteBatch batch) {
        return IntStream.range(0, batch.size())
                .mapToObj(i -> new String(batch.body(), batch.start(i), batch.end(i) - batch.start(i), UTF_8))
                .toList();
    }

    private static WriteBatch batch(int size) {
        WriteBatch.Builder builder = new WriteBatch.Builder("orders", WriteBatch.Operation.PUT);
        for (int i = 0; i < size; i++) {
            byte[] item = ("{" + i + "}").getBytes(UTF_8);
            builder.add(item, 0, item.length, new Place("data/a.json.gz", i + 1));
        }
        return builder.build();
    }
}
