/** How long to wait before trying again. */
@NullMarked
package io.ddbvault.core.pacing;

import org.jspecify.annotations.NullMarked;
