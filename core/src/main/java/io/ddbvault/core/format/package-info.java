/** An export's data files as lines and items, streaming. */
@NullMarked
package io.ddbvault.core.format;

import org.jspecify.annotations.NullMarked;
