package io.ddbvault.aws.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;

/**
 * A server that does to its connections byte for byte what a test says: each turn in the script serves one request, and
 * the last, or what was said for all others, serves the rest.
 */
public final class ScriptedServer implements AutoCloseable {
    /** What {@code DynamoDB} answers when all is stored. */
    public static final String STORED = "{\"UnprocessedItems\":{}}";

    private final ServerSocket server;
    private final Queue<Turn> script = new ArrayDeque<>();
    private volatile Turn otherwise = conversation -> {
        conversation.request();
        conversation.answer(STORED);
    };
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "scripted-server");
        thread.setDaemon(true);
        return thread;
    });

    /** Serves one request. What it throws of the kind of {@link IOException} ends the connection. */
    @FunctionalInterface
    public interface Turn {
        void serve(Conversation conversation) throws IOException;
    }

    /** @param headers by their names in lower case */
    public record Request(Map<String, String> headers, byte[] body) {
        public String text() {
            return new String(body, UTF_8);
        }

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** Whether it came from the writer that is under test, and not from the SDK. */
        public boolean direct() {
            return header("user-agent").startsWith("transport/wire");
        }
    }

    public ScriptedServer() throws IOException {
        this(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
    }

    public ScriptedServer(ServerSocket server) {
        this.server = server;
        threads.execute(this::accept);
    }

    /** For the next requests, one each. */
    public ScriptedServer next(Turn... turns) {
        synchronized (script) {
            script.addAll(Arrays.asList(turns));
        }
        return this;
    }

    /** For the next request: these bytes, and nothing more. */
    public ScriptedServer next(String answer) {
        return next(conversation -> {
            conversation.request();
            conversation.write(answer);
        });
    }

    /** For all requests that the script does not reach. */
    public ScriptedServer otherwise(Turn turn) {
        otherwise = turn;
        return this;
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** So many were made. */
    public int connections() {
        return connections.get();
    }

    public List<Request> requests() {
        return requests;
    }

    /** What a turn did wrong itself; to be empty at a test's end. */
    public List<Throwable> failures() {
        return failures;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                threads.execute(() -> converse(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    failures.add(e);
                }
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            Conversation conversation = new Conversation(socket, new BufferedInputStream(socket.getInputStream()));
            while (!socket.isClosed() && conversation.isAsked()) {
                turn().serve(conversation);
            }
        } catch (IOException e) {
            // The client hung up, or the script did.
        } catch (RuntimeException | Error e) {
            failures.add(e);
        } finally {
            open.remove(socket);
        }
    }

    private Turn turn() {
        synchronized (script) {
            Turn next = script.poll();
            return next == null ? otherwise : next;
        }
    }

    /** An answer of DynamoDB, with its checksum. */
    public static String http(int status, String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(UTF_8));
        return "HTTP/1.1 %d -\r\nContent-Type: application/x-amz-json-1.0\r\nx-amz-crc32: %d\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, crc.getValue(), body.getBytes(UTF_8).length, body);
    }

    /** One connection, while a turn has it. */
    public final class Conversation {
        private final Socket socket;
        private final InputStream in;

        private Conversation(Socket socket, InputStream in) {
            this.socket = socket;
            this.in = in;
        }

        /** Whether another request begins; waits for it. */
        private boolean isAsked() throws IOException {
            in.mark(1);
            int first = in.read();
            in.reset();
            return first >= 0;
        }

        /** Reads it, whole. */
        public Request request() throws IOException {
            Map<String, String> headers = new TreeMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                String[] header = line.split(":", 2);
                if (header.length == 2) {
                    headers.put(header[0].toLowerCase(Locale.ROOT), header[1].strip());
                }
            }
            Request request =
                    new Request(headers, in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0"))));
            requests.add(request);
            return request;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the client hung up");
                }
                line.append((char) c);
            }
            return line.toString().strip();
        }

        /** With status 200, as DynamoDB does. */
        public void answer(String body) throws IOException {
            write(http(200, body));
        }

        public void write(String bytes) throws IOException {
            socket.getOutputStream().write(bytes.getBytes(UTF_8));
            socket.getOutputStream().flush();
        }

        public void writeByteByByte(String bytes) throws IOException {
            for (byte each : bytes.getBytes(ISO_8859_1)) {
                socket.getOutputStream().write(each);
                socket.getOutputStream().flush();
            }
        }

        public void hangUp() throws IOException {
            socket.close();
        }

        /** By an RST. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Until the client hangs up. */
        public void holdUntilTheEnd() throws IOException {
            while (in.read() >= 0) {
                // It sends nothing that would matter.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
