package io.ddbvault.core.manifest;

import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import java.util.List;

/** Exports for tests. */
public final class SampleExports {
    private static final KeySchema KEY =
            new KeySchema(List.of(new KeyAttribute("pk", "S"), new KeyAttribute("sk", "N")));

    private SampleExports() {}

    /** @param number tells exports apart; a higher one started later */
    public static TableExport export(String table, int number, ExportStatus status) {
        String tableArn = "arn:aws:dynamodb:eu-west-1:111122223333:table/" + table;
        String id = "%014d-0a1b2c3d".formatted(1_753_149_604_000L + number);
        boolean completed = status == ExportStatus.COMPLETED;
        String prefix = "native-exports/2025-07-22/" + table;
        return new TableExport(
                table,
                status,
                tableArn + "/export/" + id,
                tableArn,
                "2025-07-22T02:00:04Z",
                "my-backup-bucket",
                prefix,
                "2025-07-22T02:00:04Z",
                status == ExportStatus.IN_PROGRESS ? null : "2025-07-22T02:05:04Z",
                completed ? 50_000 + number : 0,
                completed ? 15_962_821 : 0,
                status == ExportStatus.FAILED ? "The specified bucket does not exist" : null,
                prefix + "/AWSDynamoDB/" + id + "/manifest-summary.json",
                "2025-07-22T02:00:00Z",
                KEY);
    }

    /** A start that failed: there is no export. */
    public static TableExport notStarted(String table, String startTime) {
        return new TableExport(
                table,
                ExportStatus.FAILED,
                null,
                null,
                null,
                "my-backup-bucket",
                "native-exports/2025-07-22/" + table,
                startTime,
                startTime,
                0,
                0,
                "Point-in-time recovery is off",
                null,
                "2025-07-22T02:00:00Z",
                null);
    }
}
