/** Holds the report of mutation testing against docs/mutants.md. */
@NullMarked
package io.ddbvault.mutants;

import org.jspecify.annotations.NullMarked;
