package io.ddbvault.core.backup;

import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import org.jspecify.annotations.Nullable;

/**
 * What one look at an export found.
 *
 * @param export as it is known now; IN_PROGRESS unless its end is certain
 * @param obstacle why nobody could tell whether it has ended, and what to do; null if it was seen
 * @param again whether another look may find more
 */
record Look(TableExport export, @Nullable String obstacle, boolean again) {
    /** The export runs, or nobody has looked yet. */
    static Look running(TableExport export) {
        return new Look(export, null, true);
    }

    static Look ended(TableExport export) {
        return new Look(export, null, false);
    }

    /** AWS did not answer; it may the next time. */
    static Look delayed(TableExport export, String obstacle) {
        return new Look(export, obstacle, true);
    }

    /** Nobody can tell until someone changes something. */
    static Look barred(TableExport export, String obstacle) {
        return new Look(export, obstacle, false);
    }

    boolean hasEnded() {
        return export.status() != ExportStatus.IN_PROGRESS;
    }
}
