package io.ddbvault.testkit.function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lambda's Runtime API on 127.0.0.1: hands events to the runtime client of one container and takes its answers. */
public final class RuntimeApi implements AutoCloseable {
    /** Where a container with SnapStart asks instead: it is copied then, and answered in each of its copies. */
    private static final String RESTORE = "/2018-06-01/runtime/restore/next";

    private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
    private static final AtomicInteger IDS = new AtomicInteger();

    /** An event on its way. */
    private record Event(String id, byte[] bytes, Duration timeout, CompletableFuture<Reply> reply) {}

    /**
     * What the runtime client posted.
     *
     * @param error whether to {@code /error}, which is what a handler's exception becomes
     * @param at when it was there, as {@link System#nanoTime}
     */
    public record Reply(String id, boolean error, byte[] body, long at) {}

    private final BlockingQueue<Event> waiting = new LinkedBlockingQueue<>();
    private final Map<String, Event> running = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "runtime-api");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;
    private final CompletableFuture<Long> firstNext = new CompletableFuture<>();

    public RuntimeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** For {@code AWS_LAMBDA_RUNTIME_API}. */
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param timeout what is left of the function's time when the event is delivered */
    public CompletableFuture<Reply> send(byte[] event, Duration timeout) {
        Event sent = new Event("request-" + IDS.incrementAndGet(), event, timeout, new CompletableFuture<>());
        waiting.add(sent);
        return sent.reply;
    }

    /**
     * When the runtime client first asked for an event, or to be copied: the end of the container's init. As {@link
     * System#nanoTime}.
     */
    public CompletableFuture<Long> firstNext() {
        return firstNext;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals(INVOCATION + "next")) {
                next(exchange);
            } else if (path.equals(RESTORE)) {
                firstNext.complete(System.nanoTime());
                exchange.sendResponseHeaders(200, -1);
            } else if (path.startsWith(INVOCATION)) {
                reply(exchange, path.substring(INVOCATION.length()).split("/", 2));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        firstNext.complete(System.nanoTime());
        Event event = waiting.poll(10, TimeUnit.MINUTES);
        if (event == null) {
            return;
        }
        running.put(event.id, event);
        var headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", event.id);
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                String.valueOf(Instant.now().plus(event.timeout).toEpochMilli()));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:111122223333:function:ddbvault");
        headers.set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, event.bytes.length == 0 ? -1 : event.bytes.length);
        exchange.getResponseBody().write(event.bytes);
    }

    private void reply(HttpExchange exchange, String[] idAndKind) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        long at = System.nanoTime();
        exchange.sendResponseHeaders(202, -1);
        Event event = running.remove(idAndKind[0]);
        if (event == null) {
            throw new UncheckedIOException(new IOException("a reply to no event: " + idAndKind[0]));
        }
        event.reply.complete(new Reply(event.id, idAndKind[1].equals("error"), body, at));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
