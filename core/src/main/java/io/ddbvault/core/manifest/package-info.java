/** The backup's manifest and the export's own manifests: records, JSON form, checks. */
@NullMarked
package io.ddbvault.core.manifest;

import org.jspecify.annotations.NullMarked;
