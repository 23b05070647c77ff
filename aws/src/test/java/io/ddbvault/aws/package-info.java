/** Tests of the ports: against the embedded AWS, and against a stub for what an honest server never answers. */
@NullMarked
package io.ddbvault.aws;

import org.jspecify.annotations.NullMarked;
