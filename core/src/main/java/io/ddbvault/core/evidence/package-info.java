/** What was proven of backups, by table: kept beside them in the bucket. */
@NullMarked
package io.ddbvault.core.evidence;

import org.jspecify.annotations.NullMarked;
