@NullMarked
package io.ddbvault.local;

import org.jspecify.annotations.NullMarked;
