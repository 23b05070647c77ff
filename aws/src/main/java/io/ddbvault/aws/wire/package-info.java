/**
 * BatchWriteItem over sockets of the JDK, for speed: one kind of request, signed and sent as it is, and a strict reader of
 * its answer. Knows nothing of the SDK, nor of what an answer means.
 */
@NullMarked
package io.ddbvault.aws.wire;

import org.jspecify.annotations.NullMarked;
