package io.ddbvault.core.backup;

import io.ddbvault.core.manifest.TableExport;
import java.util.List;

/**
 * An export that a run was about to start. With its date and its table's ARN it gives the client token that DynamoDB
 * knows the export by.
 *
 * @param table what was to be exported
 * @param runKey of the run
 * @param attempt how many of the table's exports had failed before under this run key
 */
record NotedStart(String table, String runKey, long attempt) {
    /** Whether the manifest tells what became of it. */
    boolean isToldIn(List<TableExport> attempts) {
        return attempts.stream()
                        .filter(each -> each.tableName().equals(table) && runKey.equals(each.runKey()))
                        .count()
                > attempt;
    }
}
