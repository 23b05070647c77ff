/** The ports of core on Amazon S3 and DynamoDB. */
@NullMarked
package io.ddbvault.aws;

import org.jspecify.annotations.NullMarked;
