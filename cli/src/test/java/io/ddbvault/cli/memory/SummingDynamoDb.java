package io.ddbvault.cli.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A DynamoDB that takes every item and keeps its sum alone. Any table exists in it, with the key {@code id}, a text. A
 * request's body is read in pieces, so that it takes as little memory as the restore is to take.
 */
final class SummingDynamoDb implements AutoCloseable {
    private static final String TABLE =
            "{\"Table\":{\"TableName\":\"large\",\"TableStatus\":\"ACTIVE\",\"TableArn\":\"arn:aws:dynamodb:eu-west-1:111122223333:table/large\",\"ItemCount\":0,\"TableSizeBytes\":0,\"BillingModeSummary\":{\"BillingMode\":\"PAY_PER_REQUEST\"},\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}]}}";

    private final ServerSocket server;
    private ItemSum sum = ItemSum.NONE;

    private SummingDynamoDb(ServerSocket server) {
        this.server = server;
    }

    static SummingDynamoDb start() throws IOException {
        SummingDynamoDb started = new SummingDynamoDb(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()));
        run(started::accept);
        return started;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Of all items that have come so far. */
    synchronized ItemSum sum() {
        return sum;
    }

    private synchronized void add(ItemSum request) {
        sum = sum.plus(request);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                run(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void run(Runnable work) {
        Thread thread = new Thread(work, "summing-dynamodb");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream(), 64 << 10)) {
            while (answer(in, socket.getOutputStream())) {
                // One request after the other.
            }
        } catch (IOException e) {
            // A client that ends leaves its connections. What came of a request that breaks off is not in the sum.
        }
    }

    /** @return whether there was a request */
    private boolean answer(InputStream in, OutputStream out) throws IOException {
        if (line(in).isEmpty()) {
            return false;
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] header = line.split(":", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1].trim());
        }
        if (headers.containsKey("expect")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII));
        }
        long length = Long.parseLong(headers.getOrDefault("content-length", "0"));
        String target = headers.getOrDefault("x-amz-target", "");
        String answer = answer(target.substring(target.indexOf('.') + 1), in, length);
        out.write(
                "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: %d\r\nx-amzn-RequestId: 1\r\n\r\n%s"
                        .formatted(answer.length(), answer)
                        .getBytes(US_ASCII));
        return true;
    }

    private String answer(String operation, InputStream in, long length) throws IOException {
        SumItems items = new SumItems();
        byte[] piece = new byte[64 << 10];
        for (long left = length; left > 0; ) {
            int read = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (read < 0) {
                throw new EOFException("a request that breaks off");
            }
            items.add(piece, 0, read);
            left -= read;
        }
        return switch (operation) {
            case "BatchWriteItem" -> {
                add(items.sum());
                yield "{\"UnprocessedItems\":{}}";
            }
            case "DescribeTable" -> TABLE;
            default -> "{}";
        };
    }

    /** Without its end; empty also where there is none any more. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
