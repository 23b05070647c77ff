package io.ddbvault.core.backup;

import io.ddbvault.core.manifest.BackupManifest;

/**
 * A backup's manifest as it lies in the bucket.
 *
 * @param etag says whether it is still the same
 */
record StoredManifest(BackupManifest manifest, String etag) {}
