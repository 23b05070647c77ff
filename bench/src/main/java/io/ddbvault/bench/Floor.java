package io.ddbvault.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;

/**
 * What no restore can do without: the data files are gunzipped, and for each 25 items a body that was made before is
 * hashed, as every signature needs it, and sent over plain sockets that stay open. Nothing is looked at, copied, signed
 * or read from S3.
 */
final class Floor {
    private static final int BATCH = 25;
    private static final int THREADS = 2;
    /** With several, a thread seldom waits for an answer: it is there when the connection's turn comes again. */
    private static final int CONNECTIONS = 8;

    private final InetSocketAddress sink;
    private final ItemSize size;

    private Floor(InetSocketAddress sink, ItemSize size) {
        this.sink = sink;
        this.size = size;
    }

    /** @param arguments the sink's port, the items' size, and the data files */
    public static void main(String[] arguments) throws Exception {
        InetSocketAddress sink = new InetSocketAddress(NullDynamoDb.address(), Integer.parseInt(arguments[0]));
        Queue<Path> files = new ConcurrentLinkedQueue<>();
        for (String file : Arrays.asList(arguments).subList(2, arguments.length)) {
            files.add(Path.of(file));
        }
        new Floor(sink, ItemSize.of(arguments[1])).run(files);
    }

    private void run(Queue<Path> files) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                threads.add(() -> {
                    send(files);
                    return null;
                });
            }
            for (Future<Void> thread : pool.invokeAll(threads)) {
                thread.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    private void send(Queue<Path> files) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        try (PostConnections connections = new PostConnections(sink, CONNECTIONS)) {
            PostBody[] bodies = new PostBody[BATCH + 1];
            for (Path file = files.poll(); file != null; file = files.poll()) {
                send(file, sha256, bodies, connections);
            }
            connections.awaitAll();
        }
    }

    private void send(Path file, MessageDigest sha256, PostBody[] bodies, PostConnections connections)
            throws IOException {
        int line = MakeData.BEFORE_ITEM.length() + size.bytes() + MakeData.AFTER_ITEM.length();
        byte[] lines = new byte[line * BATCH];
        try (InputStream in =
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file), 64 << 10), 64 << 10)) {
            while (true) {
                int read = in.readNBytes(lines, 0, lines.length);
                if (read == 0) {
                    return;
                }
                if (read % line != 0) {
                    throw new EOFException("a line of another length");
                }
                int items = read / line;
                if (bodies[items] == null) {
                    bodies[items] = PostBody.of(size, lines, line, items);
                }
                sha256.update(bodies[items].body());
                sha256.digest();
                connections.post(bodies[items]);
            }
        }
    }
}
