package io.ddbvault.core.verify;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.manifest.ExportSummary;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.Tables;

/**
 * What the primary key of an exported table was. Our own manifests say it; for those of the Python original the table
 * itself is asked, if it is still there, which may by now be another one of the same name.
 */
final class FindKey {
    private final Tables tables;

    FindKey(Tables tables) {
        this.tables = tables;
    }

    FoundKey find(TableExport entry, ExportSummary summary) {
        KeySchema exported = entry.keySchema();
        if (exported != null) {
            return new FoundKey(exported, true, null);
        }
        TableDescription table;
        try {
            table = tables.describe(entry.tableName()).orElse(null);
        } catch (DdbvaultException e) {
            return unknown("the table could not be asked: " + e.text());
        }
        if (table == null) {
            return unknown("the table is no longer there.");
        }
        return new FoundKey(table.keySchema(), table.id() != null && table.id().equals(summary.tableId()), null);
    }

    private static FoundKey unknown(String why) {
        return new FoundKey(
                null,
                false,
                "Keys were not looked at: the backup's manifest does not say what the table's primary key is, and "
                        + why);
    }
}
