package io.ddbvault.core.evidence;

import io.ddbvault.core.evidence.Verification.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What one rehearsal of a table's restore came to.
 *
 * @param backupDate the backup that was restored into the scratch table
 * @param verdict GOOD if the scratch table then held each item as the backup does, and no other
 * @param items that were restored
 * @param took the restore itself, without the comparison
 * @param estimatedRestore how long a restore into the real table would take; null where nobody estimated it
 */
public record DrillResult(
        String table,
        LocalDate backupDate,
        Instant startedAt,
        Instant endedAt,
        Verdict verdict,
        long items,
        Duration took,
        @Nullable Duration estimatedRestore) {}
