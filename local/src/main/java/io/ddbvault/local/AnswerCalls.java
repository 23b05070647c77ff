package io.ddbvault.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the calls that DynamoDB Local lacks, and hands every other one to it. */
final class AnswerCalls extends Handler.Wrapper {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerCalls.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TARGET = "X-Amz-Target";
    private static final Set<String> WRITES = Set.of(
            "BatchExecuteStatement",
            "BatchWriteItem",
            "DeleteItem",
            "DeleteTable",
            "ExecuteStatement",
            "ExecuteTransaction",
            "PutItem",
            "TransactWriteItems",
            "UpdateItem");

    /** Answered here too, but not among the calls that a control plane's throttle is about. */
    private static final Set<String> NEVER_THROTTLED =
            Set.of("CreateTable", "ListTagsOfResource", "TagResource", "UntagResource");

    static final String ACCEPTED_CREDENTIALS = "AWS4-HMAC-SHA256 Credential=local/20200101/" + Arn.REGION
            + "/dynamodb/aws4_request, SignedHeaders=host, Signature=none";

    private final Map<String, Operation> operations;
    private final SnapshotGate gate;
    private final CallFaults faults;

    AnswerCalls(Handler dynamoDbLocal, Map<String, Operation> operations, SnapshotGate gate, CallFaults faults) {
        super(dynamoDbLocal);
        this.operations = operations;
        this.gate = gate;
        this.faults = faults;
    }

    interface Operation {
        ObjectNode answer(JsonNode request) throws IOException, InterruptedException;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (ReadTables.isOwnCall(request)) {
            return super.handle(request, response, callback);
        }
        String name = operationName(request);
        Set<String> tables = Set.of();
        if (faults.askForTables(name)) {
            byte[] body = bytes(request);
            tables = CalledTables.in(body);
            request = new WithBody(request, body);
        }
        ApiException fault = faults.next(name, tables);
        Operation operation = operations.get(name);
        if (fault == null && operation != null && !NEVER_THROTTLED.contains(name)) {
            fault = faults.throttle();
        }
        if (fault != null) {
            Content.Source.consumeAll(request);
            send(response, callback, 400, error(fault));
        } else if (operation != null) {
            answer(operation, request, response, callback);
        } else if (WRITES.contains(name)) {
            gate.enterWrite();
            try {
                return super.handle(new AnyCredentials(request), response, callback);
            } finally {
                gate.leaveWrite();
            }
        } else {
            return super.handle(new AnyCredentials(request), response, callback);
        }
        return true;
    }

    private static String operationName(Request request) {
        String target = request.getHeaders().get(TARGET);
        return target == null ? "" : target.substring(target.indexOf('.') + 1);
    }

    private static void answer(Operation operation, Request request, Response response, Callback callback)
            throws IOException, InterruptedException {
        int status = 200;
        ObjectNode answer;
        try {
            answer = operation.answer(body(request));
        } catch (ApiException e) {
            status = 400;
            answer = error(e);
        } catch (IOException | RuntimeException e) {
            LOG.error("the local AWS failed", e);
            status = 500;
            answer = error(new ApiException("InternalServerError", "the local AWS failed: " + e));
        }
        send(response, callback, status, answer);
    }

    private static JsonNode body(Request request) throws IOException {
        try {
            JsonNode body = JSON.readTree(bytes(request));
            if (body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            // answered below: to a caller a body that is no JSON and one that is no object are alike
        }
        throw new ApiException("SerializationException", "The request body is not a JSON object");
    }

    private static byte[] bytes(Request request) throws IOException {
        ByteBuffer body = Content.Source.asByteBuffer(request);
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return bytes;
    }

    private static ObjectNode error(ApiException e) {
        return JSON.createObjectNode()
                .put("__type", "com.amazonaws.dynamodb.v20120810#" + e.type())
                .put("message", e.text());
    }

    private static void send(Response response, Callback callback, int status, ObjectNode answer)
            throws JsonProcessingException {
        byte[] json = JSON.writeValueAsBytes(answer);
        CRC32 checksum = new CRC32();
        checksum.update(json);
        response.setStatus(status);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.0");
        headers.put(HttpHeader.CONTENT_LENGTH, json.length);
        headers.put("x-amzn-RequestId", UUID.randomUUID().toString());
        headers.put("x-amz-crc32", Long.toString(checksum.getValue()));
        response.write(true, ByteBuffer.wrap(json), callback);
    }

    /** A request whose body was read already. */
    private static final class WithBody extends Request.Wrapper {
        private final Content.Source body;

        WithBody(Request request, byte[] body) {
            super(request);
            this.body = new ByteBufferContentSource(ByteBuffer.wrap(body));
        }

        @Override
        public Content.Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable demandCallback) {
            body.demand(demandCallback);
        }

        @Override
        public void fail(Throwable failure) {
            body.fail(failure);
        }
    }

    /** DynamoDB Local insists on credentials of a certain form, though with one shared database it makes no use of them. */
    private static final class AnyCredentials extends Request.Wrapper {
        private final HttpFields headers;

        AnyCredentials(Request request) {
            super(request);
            this.headers = HttpFields.build(request.getHeaders())
                    .put(HttpHeader.AUTHORIZATION, ACCEPTED_CREDENTIALS)
                    .asImmutable();
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }
    }
}
