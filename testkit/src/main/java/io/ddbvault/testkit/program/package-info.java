/** Programs of others that tests run against, and that not every machine has: where one is missing, that is said aloud. */
@NullMarked
package io.ddbvault.testkit.program;

import org.jspecify.annotations.NullMarked;
