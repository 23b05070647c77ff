package io.ddbvault.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A DynamoDB that takes every item at once and keeps none: what is left to be measured is the client. Any table exists in
 * it, with the key {@code id}, a text. {@code GET /counts} tells how many items and requests of BatchWriteItem came since
 * the last {@code POST /reset}.
 */
final class NullDynamoDb {
    static final String READY = "listening on ";

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong items = new AtomicLong();
    private final long latencyMillis;

    private NullDynamoDb(long latencyMillis) {
        this.latencyMillis = latencyMillis;
    }

    /** @param arguments the milliseconds that each BatchWriteItem takes */
    public static void main(String[] arguments) throws IOException {
        new NullDynamoDb(Long.parseLong(arguments[0])).serve();
    }

    /** A thread waits for each connection: with as few of them as a restore has, nothing costs less. */
    private void serve() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1024, address())) {
            System.out.println(READY + "http://127.0.0.1:" + server.getLocalPort());
            System.out.flush();
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread thread = new Thread(new NullConnection(socket, this), "connection");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    /** This machine alone. */
    static InetAddress address() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    void count(int written) {
        requests.incrementAndGet();
        items.addAndGet(written);
    }

    void reset() {
        requests.set(0);
        items.set(0);
    }

    String counts() {
        return "{\"requests\":%d,\"items\":%d}".formatted(requests.get(), items.get());
    }

    long latencyMillis() {
        return latencyMillis;
    }
}
