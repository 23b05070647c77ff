/** What restores keep in the bucket for each other: objects of one owner, and the locks on tables. */
@NullMarked
package io.ddbvault.core.state;

import org.jspecify.annotations.NullMarked;
