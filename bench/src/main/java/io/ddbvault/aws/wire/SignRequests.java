package io.ddbvault.aws.wire;

import io.ddbvault.bench.SampleItems;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
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

/** The signature of a request, the hash of its body included; time per request. Here, because what it measures is. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SignRequests {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    /** Items of 1 KB in the body; 0 leaves what a request costs beside its hash. */
    @Param({"0", "25"})
    public int items;

    private final SignRequest sign =
            new SignRequest(new WireRoute(true, "dynamodb.eu-west-1.amazonaws.com", 443, "eu-west-1", "dynamodb"));
    private final WireCredentials credentials = new WireCredentials("AKIDEXAMPLE", "secret", null);
    private final AsciiBuffer head = new AsciiBuffer();
    private byte[] body = {};

    /** Makes the body. */
    @Setup
    public void make() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        SampleItems.large(items).forEach(all::writeBytes);
        body = all.toByteArray();
    }

    /** Signs one request. */
    @Benchmark
    public int sign() {
        head.clear();
        sign.appendHeaders(head, credentials, NOW, body, 0, body.length);
        return head.length();
    }
}
