package io.ddbvault.core.restore;

import io.ddbvault.core.manifest.TableExport;
import org.jspecify.annotations.Nullable;

/**
 * A requested table and the export to restore it from.
 *
 * @param name of the table
 * @param export the manifest's entry; null where the backup has none
 */
record ResolvedTable(String name, @Nullable TableExport export) {}
