package io.ddbvault.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** From the tree of an item's DynamoDB JSON to the SDK's values. */
final class ReadAttributes {
    private ReadAttributes() {}

    static Map<String, AttributeValue> item(JsonNode attributes) {
        Map<String, AttributeValue> item = new HashMap<>();
        for (Entry<String, JsonNode> field : attributes.properties()) {
            item.put(field.getKey(), value(field.getValue()));
        }
        return item;
    }

    private static AttributeValue value(JsonNode typed) {
        Entry<String, JsonNode> field = typed.properties().iterator().next();
        JsonNode value = field.getValue();
        return switch (field.getKey()) {
            case "S" -> AttributeValue.fromS(value.asText());
            case "N" -> AttributeValue.fromN(value.asText());
            case "B" -> AttributeValue.fromB(bytes(value));
            case "BOOL" -> AttributeValue.fromBool(value.asBoolean());
            case "NULL" -> AttributeValue.fromNul(true);
            case "SS" -> AttributeValue.fromSs(texts(value));
            case "NS" -> AttributeValue.fromNs(texts(value));
            case "BS" -> {
                List<SdkBytes> members = new ArrayList<>();
                value.forEach(member -> members.add(bytes(member)));
                yield AttributeValue.fromBs(members);
            }
            case "L" -> {
                List<AttributeValue> members = new ArrayList<>();
                value.forEach(member -> members.add(value(member)));
                yield AttributeValue.fromL(members);
            }
            case "M" -> AttributeValue.fromM(item(value));
            default -> throw new IllegalArgumentException("no type of DynamoDB: " + field.getKey());
        };
    }

    private static SdkBytes bytes(JsonNode base64) {
        return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(base64.asText()));
    }

    private static List<String> texts(JsonNode members) {
        List<String> texts = new ArrayList<>();
        members.forEach(member -> texts.add(member.asText()));
        return texts;
    }
}
