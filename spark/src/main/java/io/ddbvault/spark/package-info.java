/**
 * Work on backups that is too much for one machine, as jobs of Apache Spark.
 *
 * <p>The jobs use Spark's Java RDD API alone: so one and the same jar runs on Spark 3.5 with Scala 2.12 and on 4.x with
 * Scala 2.13. The cluster brings Spark and the log; all else is in the jar, under names of its own.
 */
@NullMarked
package io.ddbvault.spark;

import org.jspecify.annotations.NullMarked;
