package io.ddbvault.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tags of tables, which DynamoDB Local ignores when it creates a table, and refuses to set and to tell. */
final class TableTags {
    private static final int MOST_TAGS = 50;
    /** A table's creation time has decimals, and must come out as it went in. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final ReadTables tables;
    private final CallFaults faults;
    private final JsonFolder<Tagged> folder;
    private final Map<String, Tagged> taggedByTableId = new ConcurrentHashMap<>();

    TableTags(ReadTables tables, CallFaults faults, Path folder) throws IOException {
        this.tables = tables;
        this.faults = faults;
        this.folder = new JsonFolder<>(folder, Tagged.class);
        for (Tagged tagged : this.folder.load()) {
            taggedByTableId.put(tagged.tableId(), tagged);
        }
    }

    /** The tags of a table that has some. */
    record Tagged(String tableId, Map<String, String> tags) {}

    /** CreateTable: DynamoDB Local creates it, the tags are kept here. */
    ObjectNode createTable(JsonNode request) throws IOException, InterruptedException {
        Map<String, String> tags = tags(request);
        String name = request.path("TableName").asText();
        if (!tags.isEmpty()) {
            // In AWS, too, who may create tables but not tag them cannot create one with tags.
            ApiException fault = faults.next("TagResource", Set.of(Arn.tableName(name)));
            if (fault != null) {
                throw fault;
            }
        }
        ObjectNode answer = create(request);
        if (!tags.isEmpty()) {
            store(new Tagged(existingTable(name).id(), tags));
        }
        return answer;
    }

    private ObjectNode create(JsonNode request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = tables.call("CreateTable", JSON.writeValueAsBytes(request));
        JsonNode body;
        try {
            body = JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new IOException("DynamoDB Local answered " + new String(answer.body(), StandardCharsets.UTF_8), e);
        }
        if (answer.statusCode() == 200 && body instanceof ObjectNode created) {
            return created;
        }
        String type = body.path("__type").asText();
        if (answer.statusCode() != 400 || type.isEmpty()) {
            throw new IOException("DynamoDB Local answered %d: %s".formatted(answer.statusCode(), body));
        }
        throw new ApiException(
                type.substring(type.indexOf('#') + 1),
                body.path("message").asText(body.path("Message").asText()));
    }

    /** TagResource. */
    ObjectNode tag(JsonNode request) throws IOException, InterruptedException {
        LocalTable table = taggedTable(request);
        Map<String, String> tags = new LinkedHashMap<>(of(table));
        tags.putAll(tags(request));
        store(new Tagged(table.id(), tags));
        return JsonNodeFactory.instance.objectNode();
    }

    /** UntagResource. */
    ObjectNode untag(JsonNode request) throws IOException, InterruptedException {
        LocalTable table = taggedTable(request);
        Map<String, String> tags = new LinkedHashMap<>(of(table));
        request.path("TagKeys").forEach(key -> tags.remove(key.asText()));
        store(new Tagged(table.id(), tags));
        return JsonNodeFactory.instance.objectNode();
    }

    /** ListTagsOfResource: all of them at once, for there are never more than 50. */
    ObjectNode list(JsonNode request) throws IOException, InterruptedException {
        Map<String, String> tags = of(taggedTable(request));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("Tags");
        tags.forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
        return answer;
    }

    private LocalTable taggedTable(JsonNode request) throws IOException, InterruptedException {
        String arn = new CallFields(request).requiredText("ResourceArn", 1283);
        if (!Arn.isOurs(arn)) {
            throw ApiException.validation("Invalid TableArn: Invalid ResourceArn provided as input " + arn);
        }
        return existingTable(Arn.tableName(arn));
    }

    private LocalTable existingTable(String nameOrArn) throws IOException, InterruptedException {
        return tables.describe(Arn.tableName(nameOrArn))
                .orElseThrow(() -> new ApiException(
                        "ResourceNotFoundException",
                        "Requested resource not found: ResourcArn: %s not found".formatted(nameOrArn)));
    }

    private Map<String, String> of(LocalTable table) {
        Tagged tagged = taggedByTableId.get(table.id());
        return tagged == null ? Map.of() : tagged.tags();
    }

    private void store(Tagged tagged) {
        if (tagged.tags().size() > MOST_TAGS) {
            throw ApiException.validation("Too many tags: the limit is %d for each table".formatted(MOST_TAGS));
        }
        taggedByTableId.put(tagged.tableId(), tagged);
        folder.put(tagged.tableId(), tagged);
    }

    private static Map<String, String> tags(JsonNode request) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (JsonNode tag : request.path("Tags")) {
            CallFields fields = new CallFields(tag, "tags.");
            String key = fields.requiredText("Key", 128);
            if (key.startsWith("aws:")) {
                throw ApiException.validation(
                        "One or more parameter values were invalid: aws: prefixed tag key names are not allowed for external use.");
            }
            String value = fields.text("Value", 0, 256);
            if (tags.put(key, value == null ? "" : value) != null) {
                throw ApiException.validation(
                        "One or more parameter values were invalid: Duplicate tag keys found: " + key);
            }
        }
        return tags;
    }
}
