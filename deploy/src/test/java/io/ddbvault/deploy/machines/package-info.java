/** The state machines: valid for two validators, and run by an interpreter with the real functions behind them. */
@NullMarked
package io.ddbvault.deploy.machines;

import org.jspecify.annotations.NullMarked;
