package io.ddbvault.bench.jmh;

import io.ddbvault.core.format.ReadLines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

/** The search for the ends of lines; time per MiB. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FindLines {
    private static final int BYTES = 1 << 20;

    /** Kind of line. */
    @Param({"LARGE", "SMALL"})
    public Lines lines = Lines.LARGE;

    private byte[] text = {};

    /** Makes the text. */
    @Setup
    public void make() {
        List<byte[]> all = lines.lines();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; bytes.size() < BYTES; i++) {
            bytes.writeBytes(all.get(i % all.size()));
            bytes.write('\n');
        }
        text = bytes.toByteArray();
    }

    /** Splits all of it. */
    @Benchmark
    public long split() throws IOException {
        ReadLines read = new ReadLines(new ByteArrayInputStream(text, 0, BYTES));
        while (read.next()) {
            // The next one.
        }
        return read.number();
    }
}
