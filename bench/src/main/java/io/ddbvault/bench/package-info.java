/**
 * What a restore costs, measured: ddbvault beside plain SDK code and beside what the machine itself needs, in one run.
 * Nothing here is part of a shipped artifact. {@link io.ddbvault.bench.Bench} is where to start reading.
 */
@NullMarked
package io.ddbvault.bench;

import org.jspecify.annotations.NullMarked;
