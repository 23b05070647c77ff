package io.ddbvault.aws.endtoend;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items of the test kit's generators, which are trees of DynamoDB JSON, as the SDK's. */
final class ItemOfTree {
    private ItemOfTree() {}

    static Map<String, AttributeValue> of(Map<?, ?> tree) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        tree.forEach((name, value) -> item.put(String.valueOf(name), value((Map<?, ?>) value)));
        return item;
    }

    private static AttributeValue value(Map<?, ?> typed) {
        Map.Entry<?, ?> value = typed.entrySet().iterator().next();
        Object content = value.getValue();
        String text = String.valueOf(content);
        return switch (String.valueOf(value.getKey())) {
            case "S" -> AttributeValue.fromS(text);
            case "N" -> AttributeValue.fromN(text);
            case "B" -> AttributeValue.fromB(binary(text));
            case "BOOL" -> AttributeValue.fromBool(Boolean.valueOf(text));
            case "NULL" -> AttributeValue.fromNul(true);
            case "SS" -> AttributeValue.fromSs(texts(content));
            case "NS" -> AttributeValue.fromNs(texts(content));
            case "BS" ->
                AttributeValue.fromBs(
                        texts(content).stream().map(ItemOfTree::binary).toList());
            case "L" ->
                AttributeValue.fromL(((List<?>) content)
                        .stream().map(element -> value((Map<?, ?>) element)).toList());
            case "M" -> AttributeValue.fromM(of((Map<?, ?>) content));
            default -> throw new IllegalArgumentException("no type of DynamoDB: " + value.getKey());
        };
    }

    private static List<String> texts(Object set) {
        return ((List<?>) set).stream().map(String::valueOf).collect(Collectors.toList());
    }

    private static SdkBytes binary(String base64) {
        return SdkBytes.fromByteArray(Base64.getDecoder().decode(base64));
    }
}
