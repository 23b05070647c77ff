/** Random input by seed, honest and hostile. The same seed gives the same input on every machine. */
@NullMarked
package io.ddbvault.testkit.random;

import org.jspecify.annotations.NullMarked;
