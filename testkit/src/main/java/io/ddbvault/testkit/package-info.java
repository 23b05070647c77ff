/** Test doubles, contract tests and generators for the ports of core. */
@NullMarked
package io.ddbvault.testkit;

import org.jspecify.annotations.NullMarked;
