/** A run's events for people: bars on a terminal, plain lines elsewhere. */
@NullMarked
package io.ddbvault.cli.progress;

import org.jspecify.annotations.NullMarked;
