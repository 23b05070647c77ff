/** The closed list of things that go wrong, and the exception that carries one of them. */
@NullMarked
package io.ddbvault.core.error;

import org.jspecify.annotations.NullMarked;
