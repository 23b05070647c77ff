/** What reading and writing tables and backups costs, by list prices. */
@NullMarked
package io.ddbvault.core.cost;

import org.jspecify.annotations.NullMarked;
