/** Keys that a user names: from what was typed to what selects items. */
@NullMarked
package io.ddbvault.core.key;

import org.jspecify.annotations.NullMarked;
