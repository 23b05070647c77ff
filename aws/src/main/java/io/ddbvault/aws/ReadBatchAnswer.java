package io.ddbvault.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.ddbvault.aws.BatchAnswer.Slice;
import io.ddbvault.aws.wire.NotUnderstood;
import io.ddbvault.core.model.WriteBatch.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of DynamoDB's answers; items in it are skipped, not turned into objects. */
final class ReadBatchAnswer {
    /** Of answers, each of which is short and has the same few names. */
    private static final JsonFactory USUAL = factory();

    private static final int USUAL_BYTES = 1024;

    private final byte[] bytes;
    private final JsonParser json;
    private @Nullable Double consumed;
    private @Nullable List<String> tables;
    private final List<Slice> unprocessed = new ArrayList<>();

    private ReadBatchAnswer(byte[] bytes, JsonParser json) {
        this.bytes = bytes;
        this.json = json;
    }

    /**
     * A factory keeps the names that it has read. Items may have any number of them, each up to 64 KB, and none is worth
     * keeping; but without doing so, it cannot say at which byte an item begins.
     */
    private static JsonFactory factory(byte[] answer) {
        return answer.length <= USUAL_BYTES ? USUAL : factory();
    }

    private static JsonFactory factory() {
        return new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNameLength(400_000)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    /** @throws IOException if it is something else than an answer to a BatchWriteItem */
    static BatchAnswer read(byte[] answer) throws IOException {
        try (JsonParser json = factory(answer).createParser(answer)) {
            return new ReadBatchAnswer(answer, json).read();
        }
    }

    /**
     * The code in an error's JSON: {@code {"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException"}}.
     *
     * @return null if there is none
     */
    static @Nullable String errorCode(byte[] answer) {
        try (JsonParser json = factory(answer).createParser(answer)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean type = json.currentName().equals("__type");
                if (json.nextToken() == JsonToken.VALUE_STRING && type) {
                    String text = json.getText();
                    String code = text.substring(text.lastIndexOf('#') + 1);
                    return code.matches("\\w{1,100}") ? code : null;
                }
                json.skipChildren();
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    private BatchAnswer read() throws IOException {
        expect(JsonToken.START_OBJECT, json.nextToken());
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (name) {
                case "UnprocessedItems" -> readTables(value);
                case "ConsumedCapacity" -> readCapacities(value);
                default -> json.skipChildren();
            }
        }
        if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
            throw notAnAnswer();
        }
        return new BatchAnswer(bytes, consumed, tables, unprocessed);
    }

    private void readTables(JsonToken value) throws IOException {
        expect(JsonToken.START_OBJECT, value);
        if (tables != null) {
            throw notAnAnswer();
        }
        List<String> names = new ArrayList<>();
        tables = names;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            names.add(json.currentName());
            expect(JsonToken.START_ARRAY, json.nextToken());
            for (JsonToken each = json.nextToken(); each != JsonToken.END_ARRAY; each = json.nextToken()) {
                expect(JsonToken.START_OBJECT, each);
                unprocessed.add(readRequest());
            }
        }
    }

    private Slice readRequest() throws IOException {
        Slice slice = new Slice(null, 0, 0);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (name) {
                case "PutRequest" -> slice = readSlice(Operation.PUT, "Item");
                case "DeleteRequest" -> slice = readSlice(Operation.DELETE, "Key");
                default -> json.skipChildren();
            }
        }
        return slice;
    }

    private Slice readSlice(Operation operation, String field) throws IOException {
        expect(JsonToken.START_OBJECT, json.currentToken());
        Slice slice = new Slice(null, 0, 0);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = json.currentName().equals(field);
            json.nextToken();
            int from = (int) json.currentTokenLocation().getByteOffset();
            json.skipChildren();
            if (wanted) {
                slice = new Slice(operation, from, (int) json.currentLocation().getByteOffset());
            }
        }
        return slice;
    }

    /** One entry, as one table is written; its CapacityUnits are those of the table and of all its indexes. */
    private void readCapacities(JsonToken value) throws IOException {
        expect(JsonToken.START_ARRAY, value);
        for (JsonToken each = json.nextToken(); each != JsonToken.END_ARRAY; each = json.nextToken()) {
            expect(JsonToken.START_OBJECT, each);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean units = json.currentName().equals("CapacityUnits");
                JsonToken token = json.nextToken();
                if (units && token.isNumeric()) {
                    consumed = json.getDoubleValue() + (consumed == null ? 0 : consumed);
                } else {
                    json.skipChildren();
                }
            }
        }
    }

    private static void expect(JsonToken wanted, @Nullable JsonToken token) throws NotUnderstood {
        if (token != wanted) {
            throw notAnAnswer();
        }
    }

    private static NotUnderstood notAnAnswer() {
        return new NotUnderstood("an answer that is not DynamoDB's");
    }
}
