/** Items compared as DynamoDB sees them, whatever way they are spelled. */
@NullMarked
package io.ddbvault.core.item;

import org.jspecify.annotations.NullMarked;
