package io.ddbvault.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** The names of the tables that a call to DynamoDB is about, from its body. */
final class CalledTables {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CalledTables() {}

    /** Empty for a body that names none, and for one that is no JSON. */
    static Set<String> in(byte[] body) throws IOException {
        Set<String> tables = new LinkedHashSet<>();
        try {
            JsonNode call = JSON.readTree(body);
            for (String member : new String[] {"TableName", "TableArn", "ExportArn", "ResourceArn"}) {
                if (call.path(member).isTextual()) {
                    tables.add(Arn.tableName(call.path(member).textValue()));
                }
            }
            call.path("RequestItems").fieldNames().forEachRemaining(nameOrArn -> tables.add(Arn.tableName(nameOrArn)));
            for (JsonNode part : call.path("TransactItems")) {
                part.findValues("TableName").forEach(name -> tables.add(Arn.tableName(name.asText())));
            }
        } catch (JsonProcessingException e) {
            // whoever answers the call says so
        }
        return tables;
    }
}
