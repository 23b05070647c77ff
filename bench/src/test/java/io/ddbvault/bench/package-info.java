@NullMarked
package io.ddbvault.bench;

import org.jspecify.annotations.NullMarked;
