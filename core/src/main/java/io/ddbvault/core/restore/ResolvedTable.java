package io.ddbvault.core.restore;

import io.ddbvault.core.manifest.TableExport;
import org.jspecify.annotations.Nullable;

/**
 * A requested table, the export to restore it from, and where to.
 *
 * @param source the backed up table's name
 * @param target the name of the table to write; mostly the same
 * @param export the manifest's entry; null where the backup has none
 */
record ResolvedTable(String source, String target, @Nullable TableExport export) {}
