/** What backups there are, how they stand, which days have none, and which of them may go. */
@NullMarked
package io.ddbvault.core.catalog;

import org.jspecify.annotations.NullMarked;
