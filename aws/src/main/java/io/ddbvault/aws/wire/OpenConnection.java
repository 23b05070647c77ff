package io.ddbvault.aws.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections. Each asks for the host's addresses anew and tries all of them in turn, so that a change of the DNS is
 * followed, and a host that has both kinds of addresses is reached by either. Thread-safe.
 */
final class OpenConnection {
    private static final List<String> TLS_VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    private final String userAgent;
    private final WireLimits limits;
    private final Overdue overdue;
    private final Supplier<SSLSocketFactory> tls;
    private final LongSupplier nanos;
    private final RandomGenerator random;

    OpenConnection(
            String userAgent,
            WireLimits limits,
            Overdue overdue,
            Supplier<SSLSocketFactory> tls,
            LongSupplier nanos,
            RandomGenerator random) {
        this.userAgent = userAgent;
        this.limits = limits;
        this.overdue = overdue;
        this.tls = tls;
        this.nanos = nanos;
        this.random = random;
    }

    WireConnection open(WireRoute route) throws IOException {
        @Nullable IOException failure = null;
        for (InetAddress address : InetAddress.getAllByName(route.hostToResolve())) {
            try {
                return open(route, new InetSocketAddress(address, route.port()));
            } catch (IOException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw failure == null ? new IOException("a host without an address") : failure;
    }

    private WireConnection open(WireRoute route, InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        Overdue.Watch watch = overdue.watch(socket);
        try {
            watch.begin(limits.connect());
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.connect(address);
            watch.begin(limits.exchange());
            watch.next(limits.silence());
            Socket secured = route.tls() ? secure(route.hostToResolve(), socket) : socket;
            watch.rest();
            return new WireConnection(route, userAgent, socket, secured, watch, limits, expires());
        } catch (IOException e) {
            watch.forget();
            Overdue.closeQuietly(socket);
            throw watch.explain(e);
        } catch (RuntimeException | Error e) {
            watch.forget();
            Overdue.closeQuietly(socket);
            throw e;
        }
    }

    private SSLSocket secure(String host, Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) tls.get().createSocket(socket, host, socket.getPort(), false);
        SSLParameters parameters = secured.getSSLParameters();
        // Else any valid certificate would do, whosever it is.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (isName(host)) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        List<String> versions = new ArrayList<>(TLS_VERSIONS);
        versions.retainAll(List.of(parameters.getProtocols()));
        parameters.setProtocols(versions.toArray(new String[0]));
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** And no address, of which servers do not want to be told. */
    private static boolean isName(String host) {
        return host.indexOf(':') < 0 && !host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private long expires() {
        return nanos.getAsLong() + (long) (limits.age().toNanos() * random.nextDouble(0.8, 1.2));
    }
}
