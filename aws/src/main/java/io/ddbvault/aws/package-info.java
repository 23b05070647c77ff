/** The ports of core on Amazon S3 and DynamoDB, and the vault that wires them to its steps. */
@NullMarked
package io.ddbvault.aws;

import org.jspecify.annotations.NullMarked;
