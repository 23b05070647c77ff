package io.ddbvault.testkit;

import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Hands batches on to another writer, and keeps when which call consumed how much. Thread-safe. */
public final class MeasuredItemWriter implements ItemWriter {
    private final ItemWriter writer;
    private final InstantSource clock;
    private final List<Call> calls = new ArrayList<>();

    /** A call that was answered; it consumed at some moment from its sending to its answer. */
    public record Call(WriteBatch batch, Instant sent, Instant answered, double units) {}

    public MeasuredItemWriter(ItemWriter writer, InstantSource clock) {
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public Outcome write(WriteBatch batch) {
        Instant sent = clock.instant();
        Outcome outcome = writer.write(batch);
        Instant answered = clock.instant();
        if (outcome instanceof Answered answer) {
            Double units = answer.consumed();
            if (units == null) {
                throw new AssertionError("an answer that does not say what was consumed");
            }
            synchronized (calls) {
                calls.add(new Call(batch, sent, answered, units));
            }
        }
        return outcome;
    }

    /** The calls so far that wrote this table, by themselves. */
    public MeasuredItemWriter of(String table) {
        MeasuredItemWriter alone = new MeasuredItemWriter(writer, clock);
        synchronized (calls) {
            calls.stream().filter(call -> call.batch().table().equals(table)).forEach(alone.calls::add);
        }
        return alone;
    }

    /** In the order of their answers. */
    public List<Call> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /** All that was consumed. */
    public double units() {
        return calls().stream().mapToDouble(Call::units).sum();
    }

    /** From the first sending to the last answer. */
    public Duration duration() {
        return Duration.between(
                calls().stream().map(Call::sent).min(Comparator.naturalOrder()).orElseThrow(),
                calls().stream()
                        .map(Call::answered)
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
    }

    /** The most that may have been consumed in any time of that length, at the worst moment of each call. */
    public double mostWithin(Duration window) {
        List<Call> all = calls();
        double most = 0;
        for (Call last : all) {
            Instant begin = last.sent().minus(window);
            double sum = 0;
            for (Call call : all) {
                if (!call.answered().isBefore(begin) && !call.sent().isAfter(last.sent())) {
                    sum += call.units();
                }
            }
            most = Math.max(most, sum);
        }
        return most;
    }
}
