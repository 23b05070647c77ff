/** A data file of any size, and a DynamoDB that only sums up what it is sent: for the memory that a restore takes. */
@NullMarked
package io.ddbvault.cli.memory;

import org.jspecify.annotations.NullMarked;
