/** The steps of a restore's data path, each by itself. Started by {@code bench/run --jmh}. */
@NullMarked
package io.ddbvault.bench.jmh;

import org.jspecify.annotations.NullMarked;
