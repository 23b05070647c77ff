/** A backup and an AWS that exist in this process only, for the run from which the launcher's archive of classes is made. */
@NullMarked
package io.ddbvault.cli.rehearsal;

import org.jspecify.annotations.NullMarked;
