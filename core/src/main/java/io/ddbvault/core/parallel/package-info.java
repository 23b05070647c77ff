/** Work that several threads share. */
@NullMarked
package io.ddbvault.core.parallel;

import org.jspecify.annotations.NullMarked;
