/** Looks at all that has to be right around backups and restores, and says what is not. */
@NullMarked
package io.ddbvault.core.doctor;

import org.jspecify.annotations.NullMarked;
