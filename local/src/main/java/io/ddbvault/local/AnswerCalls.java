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
        String name = operationName(request);
        ApiException fault = faults.next(name);
        Operation operation = operations.get(name);
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
        ByteBuffer bytes = Content.Source.asByteBuffer(request);
        byte[] json = new byte[bytes.remaining()];
        bytes.get(json);
        try {
            JsonNode body = JSON.readTree(json);
            if (body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            // answered below: to a caller a body that is no JSON and one that is no object are alike
        }
        throw new ApiException("SerializationException", "The request body is not a JSON object");
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

    /** DynamoDB Local insists on credentials of a certain form, though with one shared database it makes no use of them. */
    private static final class AnyCredentials extends Request.Wrapper {
        private static final String ACCEPTED = "AWS4-HMAC-SHA256 Credential=local/20200101/" + Arn.REGION
                + "/dynamodb/aws4_request, SignedHeaders=host, Signature=none";

        private final HttpFields headers;

        AnyCredentials(Request request) {
            super(request);
            this.headers = HttpFields.build(request.getHeaders())
                    .put(HttpHeader.AUTHORIZATION, ACCEPTED)
                    .asImmutable();
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }
    }
}
