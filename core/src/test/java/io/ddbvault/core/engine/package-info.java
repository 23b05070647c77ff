@NullMarked
package io.ddbvault.core.engine;

import org.jspecify.annotations.NullMarked;
