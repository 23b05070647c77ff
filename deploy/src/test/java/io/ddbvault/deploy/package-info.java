/** What is deployed, held against what runs: the module's plan, its rights, its state machines and its alarms. */
@NullMarked
package io.ddbvault.deploy;

import org.jspecify.annotations.NullMarked;
