package io.ddbvault.testkit.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between clients and one endpoint, DynamoDB's or S3's, on a free port of 127.0.0.1. Passes calls on, but for
 * those that it was told to make go wrong; keeps what it was asked. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private final Upstream upstream;
    private final ServerSocket server;
    private final List<PlannedFault> plan = new CopyOnWriteArrayList<>();
    private final List<ProxiedCall> calls = new ArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    });

    private FaultProxy(URI upstream, ServerSocket server) {
        this.upstream = new Upstream(upstream);
        this.server = server;
    }

    /** @param upstream {@code http://host:port} of what answers in the end */
    public static FaultProxy to(URI upstream) throws IOException {
        FaultProxy proxy = new FaultProxy(upstream, new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    /** For {@code AWS_ENDPOINT_URL_DYNAMODB} or {@code AWS_ENDPOINT_URL_S3}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Makes these calls meet this fault. Where several are due for a call, the one planned first is what happens. */
    public PlannedFault plan(Calls calls, Fault fault) {
        PlannedFault planned = new PlannedFault(calls, fault);
        plan.add(planned);
        return planned;
    }

    /** For a test's end: a fault that nobody met proves nothing, and neither does a proxy that failed itself. */
    public void assertAllFired() {
        List<PlannedFault> left = plan.stream().filter(fault -> !fault.isDone()).toList();
        AssertionError problem = new AssertionError(
                failures.isEmpty()
                        ? "planned faults that did not fire: " + left
                        : "the fault proxy failed itself: " + failures);
        failures.forEach(problem::addSuppressed);
        if (!left.isEmpty() || !failures.isEmpty()) {
            throw problem;
        }
    }

    /** Every request that came, in order, without the bodies. */
    public List<ProxiedCall> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /** Those among the requests that came, in order, without the bodies. */
    public List<ProxiedCall> calls(Calls wanted) {
        return calls().stream().filter(wanted::include).toList();
    }

    /** How many requests came, by operation. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        calls().forEach(call -> counts.merge(call.operation(), 1, Integer::sum));
        return counts;
    }

    /**
     * Waits until every connection has ended. After the death of the only client, nothing that it asked for happens any
     * more when this returns.
     */
    public void awaitNoClients() throws InterruptedException {
        synchronized (connections) {
            while (!connections.isEmpty()) {
                connections.wait();
            }
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                connections.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    failures.add(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            try {
                converse(client);
            } catch (RuntimeException | Error e) {
                // Kept before the client can see the connection's end, and the test ask.
                failures.add(e);
            }
        } catch (IOException e) {
            // The client hung up, as it may at any time; or a fault did.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (connections) {
                connections.remove(client);
                connections.notifyAll();
            }
        }
    }

    private void converse(Socket client) throws IOException, InterruptedException {
        client.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(client.getInputStream());
        Optional<ProxiedCall> call = ReadCall.from(in, client.getOutputStream());
        while (call.isPresent()) {
            serve(call.get(), client);
            if (client.isClosed()) {
                return;
            }
            call = ReadCall.from(in, client.getOutputStream());
        }
    }

    private void serve(ProxiedCall call, Socket client) throws IOException, InterruptedException {
        synchronized (calls) {
            calls.add(call.withoutBody());
        }
        Exchange exchange = new Exchange(call, client, upstream);
        for (PlannedFault planned : plan) {
            if (planned.takes(call)) {
                planned.fault().serve(exchange);
                return;
            }
        }
        exchange.pass();
    }

    /** Ends all connections, also those that wait for an answer. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket client : connections) {
            client.close();
        }
        threads.shutdownNow();
    }
}
