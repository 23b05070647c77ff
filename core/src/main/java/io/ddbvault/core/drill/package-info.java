/** Rehearsals of restores: into a scratch table, which is compared with the backup and deleted. */
@NullMarked
package io.ddbvault.core.drill;

import org.jspecify.annotations.NullMarked;
