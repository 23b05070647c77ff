package io.ddbvault.testkit.proxy;

import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One request, as a client sent it.
 *
 * @param method of HTTP
 * @param target path and query, percent-encoded
 * @param headers in any case; the values of a repeated one are joined by commas
 * @param tables that a call of DynamoDB names, by name or by an ARN of theirs or of an export; empty for S3
 * @param body empty in what {@link FaultProxy#calls} tells: a test's requests together may be large
 */
public record ProxiedCall(String method, String target, Map<String, String> headers, Set<String> tables, byte[] body) {
    private static final String TARGET = "X-Amz-Target";
    private static final Pattern TABLE_OF_ARN = Pattern.compile("^arn:[^/]*:table/([^/]+).*$");

    public ProxiedCall {
        TreeMap<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = Collections.unmodifiableMap(anyCase);
        tables = Set.copyOf(tables);
    }

    /** What is called: of DynamoDB the operation, as {@code BatchWriteItem}; of S3 the method, as {@code GET}. */
    public String operation() {
        String dynamoDb = headers.get(TARGET);
        return dynamoDb == null ? method : dynamoDb.substring(dynamoDb.indexOf('.') + 1);
    }

    /** An object's key, where buckets are the first part of the path; empty for what is about a bucket. */
    public String key() {
        String path = URI.create(target).getPath();
        int bucketEnd = path.indexOf('/', 1);
        return bucketEnd < 0 ? "" : path.substring(bucketEnd + 1);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    static ProxiedCall of(String method, String target, Map<String, String> headers, byte[] body) {
        Set<String> tables = headers.containsKey(TARGET) ? tables(body) : Set.of();
        return new ProxiedCall(method, target, headers, tables, body);
    }

    private static Set<String> tables(byte[] body) {
        Set<String> tables = new HashSet<>();
        try {
            Map<?, ?> call = Json.parseObject(body);
            for (String field : List.of("TableName", "TableArn", "ExportArn")) {
                if (call.get(field) instanceof String table) {
                    tables.add(TABLE_OF_ARN.matcher(table).replaceFirst("$1"));
                }
            }
            if (call.get("RequestItems") instanceof Map<?, ?> items) {
                items.keySet().forEach(table -> tables.add(String.valueOf(table)));
            }
        } catch (IOException e) {
            // Whoever answers the call says that it is no JSON.
        }
        return tables;
    }

    ProxiedCall withoutBody() {
        return new ProxiedCall(method, target, headers, tables, new byte[0]);
    }

    /** Without the body, which may hold items. */
    @Override
    public String toString() {
        return "%s %s of %s".formatted(operation(), target, tables);
    }
}
