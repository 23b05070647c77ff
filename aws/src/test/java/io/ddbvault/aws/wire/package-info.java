@NullMarked
package io.ddbvault.aws.wire;

import org.jspecify.annotations.NullMarked;
