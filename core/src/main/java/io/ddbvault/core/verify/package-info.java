/** Proves of a backup, from the bucket alone, that it is what DynamoDB wrote. */
@NullMarked
package io.ddbvault.core.verify;

import org.jspecify.annotations.NullMarked;
