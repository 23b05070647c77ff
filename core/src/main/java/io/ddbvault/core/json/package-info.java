/** JSON objects as maps, read and written with Jackson; typed access that names what is wrong. */
@NullMarked
package io.ddbvault.core.json;

import org.jspecify.annotations.NullMarked;
