/** What a run tells its listeners while it works. */
@NullMarked
package io.ddbvault.core.event;

import org.jspecify.annotations.NullMarked;
