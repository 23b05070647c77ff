package io.ddbvault.aws.wire;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * BatchWriteItem requests over connections that stay open, as many as there are threads that send. Thread-safe. Closing it
 * closes the connections, those in use too.
 */
public final class Wire implements AutoCloseable {
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Overdue overdue;
    private final OpenConnection open;
    /** The last one used comes first: its peer is the least likely to have closed it, and the others may grow old. */
    private final Map<WireRoute, Deque<WireConnection>> idle = new ConcurrentHashMap<>();

    private volatile boolean closed;

    /** @param userAgent what the service is told about the sender */
    public Wire(String userAgent, WireLimits limits) {
        this(userAgent, limits, InstantSource.system(), System::nanoTime, Wire::platformTrust);
    }

    /** With other clocks, and another trust than the platform's. */
    public Wire(
            String userAgent,
            WireLimits limits,
            InstantSource clock,
            LongSupplier nanos,
            Supplier<SSLSocketFactory> tls) {
        this.clock = clock;
        this.nanos = nanos;
        this.overdue = new Overdue(nanos, limits.look());
        this.open = new OpenConnection(userAgent, limits, overdue, tls, nanos, new SecureRandom());
    }

    private static SSLSocketFactory platformTrust() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    /**
     * Sends {@code body[offset, offset + length)} and waits for the answer. The request may have been done also if this
     * throws, and may have been done twice in any case.
     *
     * @param credentials that {@linkplain WireCredentials#fitHeaders() fit headers}
     * @throws NotUnderstood if something else came than one whole answer of HTTP
     */
    public HttpAnswer post(WireRoute route, WireCredentials credentials, byte[] body, int offset, int length)
            throws IOException {
        WireConnection kept = take(route);
        if (kept != null) {
            try {
                return exchange(route, kept, credentials, body, offset, length);
            } catch (IOException e) {
                if (!kept.wasClosedBefore() || closed) {
                    throw e;
                }
            }
        }
        return exchange(route, open.open(route), credentials, body, offset, length);
    }

    private HttpAnswer exchange(
            WireRoute route,
            WireConnection connection,
            WireCredentials credentials,
            byte[] body,
            int offset,
            int length)
            throws IOException {
        boolean keep = false;
        try {
            HttpAnswer answer = connection.exchange(credentials, clock.instant(), body, offset, length);
            keep = connection.keep(nanos.getAsLong());
            return answer;
        } finally {
            if (keep) {
                idle(route).push(connection);
            } else {
                connection.close();
            }
            if (closed) {
                closeIdle();
            }
        }
    }

    private @Nullable WireConnection take(WireRoute route) {
        Deque<WireConnection> kept = idle(route);
        for (WireConnection connection = kept.poll(); connection != null; connection = kept.poll()) {
            if (connection.isFresh(nanos.getAsLong())) {
                return connection;
            }
            connection.close();
        }
        return null;
    }

    private Deque<WireConnection> idle(WireRoute route) {
        Deque<WireConnection> known = idle.get(route);
        return known != null ? known : idle.computeIfAbsent(route, any -> new ConcurrentLinkedDeque<>());
    }

    private void closeIdle() {
        idle.values().forEach(connections -> {
            for (WireConnection each = connections.poll(); each != null; each = connections.poll()) {
                each.close();
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        overdue.close();
        closeIdle();
    }
}
