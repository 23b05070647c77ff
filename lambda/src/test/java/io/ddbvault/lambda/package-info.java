/** The functions as AWS runs them: its own runtime client, the shaded jar, a process each. */
@NullMarked
package io.ddbvault.lambda;

import org.jspecify.annotations.NullMarked;
