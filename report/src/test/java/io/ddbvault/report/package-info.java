@NullMarked
package io.ddbvault.report;

import org.jspecify.annotations.NullMarked;
