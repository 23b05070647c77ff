/**
 * The demo: fill tables, back them up, damage them, restore them, and hold the result against the items as they were
 * generated.
 *
 * <p>It may not trust what it shows. So the comparison knows nothing of the backup: {@link
 * io.ddbvault.cli.demo.GenerateItems} makes every item a second time from its seed, and {@link
 * io.ddbvault.cli.demo.CompareTables} scans the tables with the SDK alone.
 */
@NullMarked
package io.ddbvault.cli.demo;

import org.jspecify.annotations.NullMarked;
