package io.ddbvault.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** ListExports: newest first, those running and failed too. */
final class ListExports {
    private static final int DEFAULT_PAGE = 10;
    private static final int MAX_PAGE = 25;
    /** The id of the last export of the page before. */
    private static final Pattern NEXT_TOKEN = Pattern.compile("[0-9]{14}-[0-9a-f]{8}");

    private final ReadTables tables;
    private final ExportRecords exports;

    ListExports(ReadTables tables, ExportRecords exports) {
        this.tables = tables;
        this.exports = exports;
    }

    ObjectNode list(JsonNode request) throws IOException, InterruptedException {
        CallFields fields = new CallFields(request);
        int pageSize = fields.number("MaxResults", 1, MAX_PAGE, DEFAULT_PAGE);
        String after = fields.text("NextToken", NEXT_TOKEN);
        List<ExportRecord> page = exports.newestFirst().stream()
                .filter(ofTable(fields.text("TableArn")))
                .filter(export -> after == null || export.exportId().compareTo(after) < 0)
                .limit(pageSize + 1L)
                .toList();

        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode summaries = answer.putArray("ExportSummaries");
        page.stream().limit(pageSize).map(ExportRecord::summary).forEach(summaries::add);
        if (page.size() > pageSize) {
            answer.put("NextToken", page.get(pageSize - 1).exportId());
        }
        return answer;
    }

    /** By the table's id, not its name: exports of a deleted table are listed with it no more. */
    private Predicate<ExportRecord> ofTable(@Nullable String tableArn) throws IOException, InterruptedException {
        if (tableArn == null) {
            return export -> true;
        }
        String id =
                tables.describe(Arn.tableToExport(tableArn)).map(LocalTable::id).orElse("");
        return export -> export.tableId().equals(id);
    }
}
