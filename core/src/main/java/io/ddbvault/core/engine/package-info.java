/** Which of the engines that a restore can run on fits. */
@NullMarked
package io.ddbvault.core.engine;

import org.jspecify.annotations.NullMarked;
