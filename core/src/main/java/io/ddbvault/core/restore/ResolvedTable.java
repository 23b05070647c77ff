package io.ddbvault.core.restore;

import io.ddbvault.core.key.RequestedKey;
import io.ddbvault.core.manifest.TableExport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A requested table, the export to restore it from, and where to.
 *
 * @param source the backed up table's name
 * @param target the name of the table to write; mostly the same
 * @param export the manifest's entry; null where the backup has none
 * @param keys the items of it that are asked for; empty for all
 */
record ResolvedTable(String source, String target, @Nullable TableExport export, List<RequestedKey> keys) {
    ResolvedTable {
        keys = List.copyOf(keys);
    }

    /** All of its items. */
    ResolvedTable(String source, String target, @Nullable TableExport export) {
        this(source, target, export, List.of());
    }
}
