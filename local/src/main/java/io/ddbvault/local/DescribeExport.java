package io.ddbvault.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** DescribeExport: an export is known from the call that started it on, and outlives its table. */
final class DescribeExport {
    private final ExportRecords exports;

    DescribeExport(ExportRecords exports) {
        this.exports = exports;
    }

    ObjectNode describe(JsonNode request) {
        String arn = new CallFields(request).requiredText("ExportArn", 1024);
        ExportRecord export = exports.find(Arn.exportId(arn))
                .filter(found -> found.tableName().equals(Arn.tableName(arn)) && Arn.isOurs(arn))
                .orElseThrow(() ->
                        new ApiException("ExportNotFoundException", "Export not found: Export not found: " + arn));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("ExportDescription", export.description());
        return answer;
    }
}
