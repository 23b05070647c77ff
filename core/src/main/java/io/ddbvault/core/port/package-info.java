/** What the steps need of the world: the backups' bucket, tables, exports, item writes. */
@NullMarked
package io.ddbvault.core.port;

import org.jspecify.annotations.NullMarked;
