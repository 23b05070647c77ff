package io.ddbvault.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * DynamoDB Local behind an HTTP server of ours. Its own server would listen on all interfaces, print a banner and send
 * telemetry; its request handler does none of that.
 */
final class DynamoDbServer implements AutoCloseable {
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    private final Server server;
    private final ServerConnector connector;
    private final LocalDynamoDBServerHandler dynamoDbLocal;

    private DynamoDbServer(Server server, ServerConnector connector, LocalDynamoDBServerHandler dynamoDbLocal) {
        this.server = server;
        this.connector = connector;
        this.dynamoDbLocal = dynamoDbLocal;
    }

    /** Opens the port; {@link #serve} must follow. */
    static DynamoDbServer open(@Nullable Path databaseFolder, int port) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("local-dynamodb");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.open();
        server.addConnector(connector);

        boolean sharedDatabase = true;
        boolean delayTransientStatuses = false;
        LocalDynamoDBRequestHandler requests = new LocalDynamoDBRequestHandler(
                0,
                databaseFolder == null,
                databaseFolder == null ? null : databaseFolder.toString(),
                sharedDatabase,
                delayTransientStatuses);
        return new DynamoDbServer(server, connector, new LocalDynamoDBServerHandler(requests, null));
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    void serve(Map<String, AnswerCalls.Operation> operations, SnapshotGate gate, CallFaults faults) throws Exception {
        server.setHandler(new AnswerCalls(dynamoDbLocal, operations, gate, faults));
        server.start();
    }

    @Override
    public void close() throws Exception {
        try (AutoCloseable database = dynamoDbLocal::close;
                AutoCloseable port = connector) {
            server.stop();
        }
    }
}
