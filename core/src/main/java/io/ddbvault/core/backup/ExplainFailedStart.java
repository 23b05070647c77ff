package io.ddbvault.core.backup;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;

/** Why a table could not be exported, and what to do about it. Pure. */
final class ExplainFailedStart {
    private ExplainFailedStart() {}

    static String explain(String table, DdbvaultException failure) {
        if (failure.code() != ErrorCode.POINT_IN_TIME_RECOVERY_OFF) {
            return failure.text();
        }
        return ("Point-in-time recovery is off for table %s, and DynamoDB exports only tables that have it on. Add"
                        + " point_in_time_recovery { enabled = true } to its aws_dynamodb_table in Terraform, or run:"
                        + " aws dynamodb update-continuous-backups --table-name %s"
                        + " --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true")
                .formatted(table, table);
    }
}
