/** The steps of a backup. */
@NullMarked
package io.ddbvault.core.backup;

import org.jspecify.annotations.NullMarked;
