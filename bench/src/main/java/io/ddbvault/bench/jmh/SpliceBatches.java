package io.ddbvault.bench.jmh;

import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.WriteBatch;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The copy of items into a batch; time per batch of 25. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpliceBatches {
    private static final int BEFORE_ITEM = "{\"Item\":".length();

    /** Kind of line. */
    @Param({"LARGE", "SMALL"})
    public Lines lines = Lines.LARGE;

    private final WriteBatch.Builder builder = new WriteBatch.Builder("bench", WriteBatch.Operation.PUT);
    private List<byte[]> all = List.of();

    /** Makes the lines. */
    @Setup
    public void make() {
        all = lines.lines().subList(0, WriteBatch.MAX_ITEMS);
    }

    /** Makes one batch. */
    @Benchmark
    public WriteBatch splice() {
        for (int i = 0; i < WriteBatch.MAX_ITEMS; i++) {
            byte[] line = all.get(i);
            builder.add(line, BEFORE_ITEM, line.length - 1, new Place("file", i + 1L));
        }
        return builder.build();
    }
}
