/**
 * The functions as AWS runs them: its own runtime client with the shaded jar, a process each, and Lambda's Runtime API in
 * front of it. The jar must have been built, and the runtime client must be on the test's class path.
 */
@NullMarked
package io.ddbvault.testkit.function;

import org.jspecify.annotations.NullMarked;
