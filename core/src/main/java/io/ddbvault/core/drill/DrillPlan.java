package io.ddbvault.core.drill;

import io.ddbvault.core.manifest.ExportContents;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.ScratchTables.ScratchTable;
import org.jspecify.annotations.Nullable;

/**
 * A drill that can begin: the backup was validated as for a restore into the scratch table, which does not exist yet.
 *
 * @param source the backed up table as it is now; null if it does not exist any more
 * @param keys of the scratch table
 * @param contents of the export, by its own manifests
 */
record DrillPlan(
        ScratchTable scratch,
        KeySchema keys,
        @Nullable TableDescription source,
        ExportContents contents,
        DrillEstimate estimate) {}
