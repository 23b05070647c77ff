/** Compares a backup item by item with the table as it is now, or with another backup. */
@NullMarked
package io.ddbvault.core.diff;

import org.jspecify.annotations.NullMarked;
