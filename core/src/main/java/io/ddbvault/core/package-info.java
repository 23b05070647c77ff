/** Backs up and restores DynamoDB tables: records, steps and ports, without an AWS SDK. */
@NullMarked
package io.ddbvault.core;

import org.jspecify.annotations.NullMarked;
