/** The command line. */
@NullMarked
package io.ddbvault.cli;

import org.jspecify.annotations.NullMarked;
