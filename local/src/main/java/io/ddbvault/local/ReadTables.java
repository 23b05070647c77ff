package io.ddbvault.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Describes and scans DynamoDB Local's tables over its own wire, so that items stay the bytes that it writes. */
final class ReadTables {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonFactory PARSERS = new JsonFactory();
    /** One for all instances: each has a thread of its own that Java 17 cannot stop. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Tells our own calls from those of clients, which cannot know it. */
    private static final String OWN_CALL = "x-ddbvault-own-call";

    private static final String SECRET = UUID.randomUUID().toString();

    private final URI endpoint;

    ReadTables(URI endpoint) {
        this.endpoint = endpoint;
    }

    static boolean isOwnCall(Request request) {
        return SECRET.equals(request.getHeaders().get(OWN_CALL));
    }

    Optional<LocalTable> describe(String tableName) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = call(
                "DescribeTable", JSON.writeValueAsBytes(JSON.createObjectNode().put("TableName", tableName)));
        if (answer.statusCode() != 200) {
            return Optional.empty();
        }
        JsonNode table = JSON.readTree(answer.body()).path("Table");
        for (JsonNode key : table.path("KeySchema")) {
            if (key.path("KeyType").asText().equals("HASH")) {
                return Optional.of(new LocalTable(
                        table.path("TableName").asText(),
                        table.path("CreationDateTime").asText(),
                        key.path("AttributeName").asText(),
                        table.path("TableSizeBytes").asLong()));
            }
        }
        throw new IOException("DynamoDB Local described table " + tableName + " without a partition key");
    }

    /** Hands over every item of the table, page by page; no more than a page is in memory. */
    void scan(LocalTable table, ItemSink sink) throws IOException, InterruptedException {
        byte @Nullable [] startKey = null;
        do {
            HttpResponse<byte[]> page = call("Scan", scanRequest(table.name(), startKey));
            if (page.statusCode() != 200) {
                throw new IOException("scan of table " + table.name() + " failed: "
                        + new String(page.body(), StandardCharsets.UTF_8));
            }
            startKey = handOver(page.body(), table.partitionKey(), sink);
        } while (startKey != null);
    }

    private static byte[] scanRequest(String tableName, byte @Nullable [] startKey) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write("{\"ConsistentRead\":true,\"TableName\":".getBytes(StandardCharsets.UTF_8));
        request.write(JSON.writeValueAsBytes(tableName));
        if (startKey != null) {
            request.write(",\"ExclusiveStartKey\":".getBytes(StandardCharsets.UTF_8));
            request.write(startKey);
        }
        request.write('}');
        return request.toByteArray();
    }

    /** Returns the JSON of the page's LastEvaluatedKey, or null if this was the last page. */
    private static byte @Nullable [] handOver(byte[] page, String partitionKey, ItemSink sink) throws IOException {
        byte @Nullable [] lastKey = null;
        try (JsonParser parser = PARSERS.createParser(page)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                if (field.equals("Items")) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        handOverItem(page, parser, partitionKey, sink);
                    }
                } else if (field.equals("LastEvaluatedKey")) {
                    int from = tokenStart(parser);
                    parser.skipChildren();
                    lastKey = Arrays.copyOfRange(page, from, position(parser));
                } else {
                    parser.skipChildren();
                }
            }
        }
        return lastKey;
    }

    private static void handOverItem(byte[] page, JsonParser parser, String partitionKey, ItemSink sink)
            throws IOException {
        int from = tokenStart(parser);
        int keyFrom = from;
        int keyTo = from;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isKey = parser.currentName().equals(partitionKey);
            parser.nextToken();
            if (isKey) {
                keyFrom = tokenStart(parser);
            }
            parser.skipChildren();
            if (isKey) {
                keyTo = position(parser);
            }
        }
        sink.item(new ItemSlice(
                ByteBuffer.wrap(page, from, position(parser) - from), ByteBuffer.wrap(page, keyFrom, keyTo - keyFrom)));
    }

    private static int tokenStart(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private static int position(JsonParser parser) {
        return (int) parser.currentLocation().getByteOffset();
    }

    /** Hands a call to DynamoDB Local as our own. */
    HttpResponse<byte[]> call(String operation, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("Authorization", AnswerCalls.ACCEPTED_CREDENTIALS)
                .header(OWN_CALL, SECRET)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofByteArray());
    }

    /** An item's JSON, and within that the value of its partition key. Both are parts of the page's array. */
    record ItemSlice(ByteBuffer item, ByteBuffer partitionKey) {}

    interface ItemSink {
        void item(ItemSlice item) throws IOException;
    }
}
