/** The steps of a restore. */
@NullMarked
package io.ddbvault.core.restore;

import org.jspecify.annotations.NullMarked;
