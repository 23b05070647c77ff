/** Backup and restore as a whole, against the embedded AWS. */
@NullMarked
package io.ddbvault.aws.endtoend;

import org.jspecify.annotations.NullMarked;
