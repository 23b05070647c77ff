package io.ddbvault.deploy.machines;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lambda's Invoke on 127.0.0.1, and nothing else of Lambda. */
final class LambdaApi implements AutoCloseable {
    private static final Pattern INVOKE = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");

    private final Map<String, InvokedFunction> functions = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    LambdaApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param arn as a state machine names the function */
    void serve(String arn, InvokedFunction function) {
        functions.put(arn, function);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] event = exchange.getRequestBody().readAllBytes();
            Matcher invoke = INVOKE.matcher(exchange.getRequestURI().getPath());
            InvokedFunction function = invoke.matches() ? functions.get(invoke.group(1)) : null;
            if (function == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            InvokedFunction.Outcome outcome = function.invoke(event);
            if (outcome.error()) {
                exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
            }
            // The interpreter tells it of a call that was refused.
            exchange.getResponseHeaders().set("x-amzn-RequestId", "4711");
            if (outcome.status() == 429) {
                exchange.getResponseHeaders().set("X-Amzn-ErrorType", "TooManyRequestsException");
            }
            exchange.sendResponseHeaders(outcome.status(), outcome.payload().length);
            exchange.getResponseBody().write(outcome.payload());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
