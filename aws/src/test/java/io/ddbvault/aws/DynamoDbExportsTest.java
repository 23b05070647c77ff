package io.ddbvault.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.port.TableExports.ExportRequest;
import io.ddbvault.core.port.TableExports.ExportState;
import io.ddbvault.core.port.TableExports.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exports of the embedded AWS. */
class DynamoDbExportsTest {
    private final DynamoDbExports exports = new DynamoDbExports(LocalAws.CLIENTS.dynamoDb());
    private final DynamoDbTables tables = new DynamoDbTables(LocalAws.CLIENTS.dynamoDb());

    @Test
    @Timeout(60)
    void anExportIsStartedAndFollowedToItsEnd() {
        String table = LocalAws.table("id", "S");
        String arn = tables.describe(table).orElseThrow().arn();
        String bucket = LocalAws.bucket();
        new SdkItemWriter(LocalAws.CLIENTS)
                .write(Batches.puts(table, "{\"id\":{\"S\":\"a\"}}", "{\"id\":{\"S\":\"b\"}}"));
        LocalAws.CLIENTS
                .dynamoDb()
                .updateContinuousBackups(request -> request.tableName(table)
                        .pointInTimeRecoverySpecification(pitr -> pitr.pointInTimeRecoveryEnabled(true)));
        ExportRequest request =
                new ExportRequest(arn, bucket, "native-exports/2025-07-22/" + table, null, null, "token-1");

        ExportState started = exports.start(request);

        assertThat(started.exportArn()).startsWith(arn + "/export/");
        assertThat(exports.start(request).exportArn()).isEqualTo(started.exportArn());
        ExportState state = started;
        while (state.status() == Status.IN_PROGRESS) {
            state = exports.describe(started.exportArn()).orElseThrow();
        }
        assertThat(state.status()).isEqualTo(Status.COMPLETED);
        assertThat(state.itemCount()).isEqualTo(2);
        assertThat(state.startTime()).isNotNull();
        assertThat(state.endTime()).isAfterOrEqualTo(state.startTime());
        assertThat(new S3BackupStore(LocalAws.CLIENTS.s3(), bucket, null, null)
                        .folders("native-exports/2025-07-22/" + table + "/AWSDynamoDB/"))
                .hasSize(1);
    }

    @Test
    void withoutPointInTimeRecoveryTheSettingIsNamed() {
        String table = LocalAws.table("id", "S");
        ExportRequest request =
                new ExportRequest(tables.describe(table).orElseThrow().arn(), LocalAws.bucket(), "p", null, null, "t");

        DdbvaultException error = catchThrowableOfType(DdbvaultException.class, () -> exports.start(request));

        assertThat(error.code()).isEqualTo(ErrorCode.POINT_IN_TIME_RECOVERY_OFF);
        assertThat(error.text())
                .startsWith("Point-in-time recovery is off for table " + table + ",")
                .contains("point_in_time_recovery { enabled = true }")
                .contains("--table-name " + table + " ");
    }

    @Test
    void aMissingTableIsNamed() {
        ExportRequest request = new ExportRequest(
                "arn:aws:dynamodb:ddblocal:000000000000:table/nobody", LocalAws.bucket(), "p", null, null, "t");

        DdbvaultException error = catchThrowableOfType(DdbvaultException.class, () -> exports.start(request));

        assertThat(error.code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND);
        assertThat(error.text()).contains("nobody");
    }
}
