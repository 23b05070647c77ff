/**
 * The two Lambda functions: an event's bytes in, core's run, the answer's bytes out.
 *
 * <pre>
 * event → ReadEvent → Decode…Request → Vault → Answer → JSON
 * </pre>
 *
 * Nothing here is found by reflection or serialised by a framework: a function's first answer waits for every class that
 * is loaded, and any input at all has to be answered.
 */
@NullMarked
package io.ddbvault.lambda;

import org.jspecify.annotations.NullMarked;
