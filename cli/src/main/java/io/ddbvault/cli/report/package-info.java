/** A run's result for people. */
@NullMarked
package io.ddbvault.cli.report;

import org.jspecify.annotations.NullMarked;
