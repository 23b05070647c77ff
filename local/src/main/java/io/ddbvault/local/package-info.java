/**
 * The embedded AWS: DynamoDB Local and an S3 server in one process, with the calls that DynamoDB Local lacks.
 *
 * <p>A call to DynamoDB enters {@link io.ddbvault.local.AnswerCalls}. Continuous backups and exports are answered here;
 * everything else goes to DynamoDB Local as it came. An export goes
 *
 * <pre>
 * ExportRequest -> ExportRecord -> TableSnapshot -> objects in the bucket -> ExportRecord
 * </pre>
 *
 * through {@link io.ddbvault.local.StartExport}, {@link io.ddbvault.local.SnapshotTable} and {@link
 * io.ddbvault.local.WriteExport}; {@link io.ddbvault.local.RunExports} holds the three together in time.
 */
@NullMarked
package io.ddbvault.local;

import org.jspecify.annotations.NullMarked;
