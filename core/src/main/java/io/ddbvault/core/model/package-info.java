/** Small value types that several packages share. */
@NullMarked
package io.ddbvault.core.model;

import org.jspecify.annotations.NullMarked;
