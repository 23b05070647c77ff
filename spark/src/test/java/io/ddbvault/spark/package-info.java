/** The jobs on true clusters: a master and workers, processes on this machine, and the shaded jar. */
@NullMarked
package io.ddbvault.spark;

import org.jspecify.annotations.NullMarked;
