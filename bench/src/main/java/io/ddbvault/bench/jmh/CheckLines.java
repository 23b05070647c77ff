package io.ddbvault.bench.jmh;

import io.ddbvault.core.format.ItemLine;
import io.ddbvault.core.format.MalformedLineException;
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

/** The check of a line's grammar; time per line. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CheckLines {
    /** Kind of line. */
    @Param
    public Lines lines = Lines.LARGE;

    private final ItemLine item = new ItemLine();
    private byte[][] all = {};
    private int next;

    /** Makes the lines. */
    @Setup
    public void make() {
        all = lines.lines().toArray(byte[][]::new);
    }

    /** Checks one line, each time another. */
    @Benchmark
    public int check() throws MalformedLineException {
        byte[] line = all[next];
        next = (next + 1) % all.length;
        item.parse(line, 0, line.length);
        return item.itemEnd();
    }
}
