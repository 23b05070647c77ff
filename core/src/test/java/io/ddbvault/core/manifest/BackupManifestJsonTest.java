package io.ddbvault.core.manifest;

import static io.ddbvault.core.manifest.ExportStatus.COMPLETED;
import static io.ddbvault.core.manifest.ExportStatus.FAILED;
import static io.ddbvault.core.manifest.ExportStatus.IN_PROGRESS;
import static io.ddbvault.core.manifest.SampleExports.export;
import static io.ddbvault.core.manifest.SampleExports.notStarted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.Version;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupManifestJsonTest {
    private static final LocalDate DATE = LocalDate.of(2025, 7, 22);
    private static final String URI = "s3://my-backup-bucket/native-exports/2025-07-22/manifest.json";

    @Test
    void readsBackWhatItWrote() {
        BackupManifest manifest = manifest(
                export("users", 1, FAILED),
                export("users", 2, COMPLETED),
                export("orders", 3, IN_PROGRESS),
                notStarted("keys", "2025-07-22T02:00:04Z"));

        assertThat(BackupManifestJson.read(BackupManifestJson.write(manifest), DATE, URI))
                .isEqualTo(manifest);
    }

    @Test
    void writesTheContractsFields() throws IOException {
        BackupManifest manifest = manifest(
                export("users", 2, COMPLETED),
                export("orders", 3, COMPLETED),
                notStarted("keys", "2025-07-22T02:00:04Z"));

        assertThat(Json.compact(Json.parse(BackupManifestJson.write(manifest))))
                .startsWith("{\"backup_date\":\"2025-07-22\",\"environment\":\"production\","
                        + "\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"created_at\":\"2025-07-22T02:07:31Z\","
                        + "\"ddbvault_version\":\"" + Version.OF_THIS + "\","
                        + "\"total_exports\":3,\"successful_exports\":2,\"failed_exports\":1,"
                        + "\"total_items_exported\":100005,\"total_size_bytes\":31925642,"
                        + "\"s3_bucket\":\"my-backup-bucket\",\"exports\":[")
                .contains("{\"table_name\":\"users\",\"status\":\"COMPLETED\","
                        + "\"export_arn\":\"arn:aws:dynamodb:eu-west-1:111122223333:table/users/export/01753149604002-0a1b2c3d\","
                        + "\"table_arn\":\"arn:aws:dynamodb:eu-west-1:111122223333:table/users\","
                        + "\"export_time\":\"2025-07-22T02:00:04Z\",\"s3_bucket\":\"my-backup-bucket\","
                        + "\"s3_prefix\":\"native-exports/2025-07-22/users\","
                        + "\"start_time\":\"2025-07-22T02:00:04Z\",\"end_time\":\"2025-07-22T02:05:04Z\","
                        + "\"item_count\":50002,\"billing_size_bytes\":15962821,"
                        + "\"export_manifest\":\"native-exports/2025-07-22/users/AWSDynamoDB/01753149604002-0a1b2c3d/manifest-summary.json\","
                        + "\"run_key\":\"2025-07-22T02:00:00Z\",\"key_schema\":["
                        + "{\"attribute_name\":\"pk\",\"attribute_type\":\"S\"},"
                        + "{\"attribute_name\":\"sk\",\"attribute_type\":\"N\"}]}")
                .contains("{\"table_name\":\"keys\",\"status\":\"FAILED\",\"s3_bucket\":\"my-backup-bucket\","
                        + "\"s3_prefix\":\"native-exports/2025-07-22/keys\","
                        + "\"start_time\":\"2025-07-22T02:00:04Z\",\"end_time\":\"2025-07-22T02:00:04Z\","
                        + "\"item_count\":0,\"billing_size_bytes\":0,"
                        + "\"failure_message\":\"Point-in-time recovery is off\","
                        + "\"run_key\":\"2025-07-22T02:00:00Z\"}");
    }

    @Test
    void namesTheVersionThatWroteItAndNotTheOneThatWroteItBefore() {
        String ours = new String(BackupManifestJson.write(manifest(export("users", 2, COMPLETED))), UTF_8);
        String others = ours.replace("\"" + Version.OF_THIS + "\"", "\"99.0.0\"");

        BackupManifest read = BackupManifestJson.read(others.getBytes(UTF_8), DATE, URI);

        assertThat(others).contains("\"99.0.0\"");
        assertThat(new String(BackupManifestJson.write(read), UTF_8)).isEqualTo(ours);
    }

    @Test
    void readsAManifestOfTheOriginal() {
        String json = """
                {
                  "backup_date": "2025-07-22", "environment": "production", "backup_type": "DYNAMODB_NATIVE_EXPORT",
                  "created_at": "2025-07-22T02:07:31.123456", "total_exports": 2, "successful_exports": 1,
                  "failed_exports": 1, "total_items_exported": 0, "total_size_bytes": 0, "s3_bucket": "my-backup-bucket",
                  "exports": [
                    {"table_name": "users", "status": "COMPLETED",
                     "export_arn": "arn:aws:dynamodb:eu-west-1:111122223333:table/users/export/01753149604000-0a1b2c3d",
                     "table_arn": "arn:aws:dynamodb:eu-west-1:111122223333:table/users",
                     "export_time": "2025-07-22T02:00:04.123456", "s3_bucket": "my-backup-bucket",
                     "s3_prefix": "native-exports/2025-07-22/users/", "start_time": "2025-07-22T02:00:04+00:00",
                     "end_time": "2025-07-22T02:05:04+00:00", "item_count": null, "a_field_of_theirs": [1]},
                    {"table_name": "orders", "status": "FAILED", "failure_message": "no bucket", "item_count": 0}
                  ]
                }
                """;

        BackupManifest manifest = BackupManifestJson.read(json.getBytes(UTF_8), DATE, URI);

        TableExport users = new TableExport(
                "users",
                COMPLETED,
                "arn:aws:dynamodb:eu-west-1:111122223333:table/users/export/01753149604000-0a1b2c3d",
                "arn:aws:dynamodb:eu-west-1:111122223333:table/users",
                "2025-07-22T02:00:04.123456",
                "my-backup-bucket",
                "native-exports/2025-07-22/users/",
                "2025-07-22T02:00:04+00:00",
                "2025-07-22T02:05:04+00:00",
                0,
                0,
                null,
                null,
                null,
                null);
        TableExport orders = new TableExport(
                "orders", FAILED, null, null, null, null, null, null, null, 0, 0, "no bucket", null, null, null);
        assertThat(manifest)
                .isEqualTo(new BackupManifest(
                        DATE,
                        "production",
                        "2025-07-22T02:07:31.123456",
                        "my-backup-bucket",
                        List.of(users, orders),
                        List.of(users, orders)));
    }

    @Test
    void theFolderAndNotTheFieldTellsTheDate() {
        String json = "{\"backup_date\":\"1999-01-01\",\"environment\":\"e\","
                + "\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"exports\":[]}";

        assertThat(BackupManifestJson.read(json.getBytes(UTF_8), DATE, URI).date())
                .isEqualTo(DATE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json | it is not a JSON object",
                "[] | it is not a JSON object",
                "{} | its backup_type is null, not DYNAMODB_NATIVE_EXPORT",
                "{\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"environment\":\"e\"} | its field exports is not an array",
                "{\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"exports\":[]} | its field environment is missing",
                "{\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"environment\":\"e\",\"exports\":[1]} | its field exports holds something that is no object",
                "{\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"environment\":\"e\",\"exports\":[{\"table_name\":\"t\",\"status\":\"DONE\"}]} | an export's status is \"DONE\"",
                "{\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"environment\":\"e\",\"exports\":[{\"table_name\":\"t\",\"status\":\"FAILED\",\"key_schema\":[]}]} | an export's key_schema is no key schema"
            })
    void namesTheObjectAndWhatIsWrongWithIt(String json, String why) {
        assertThatThrownBy(() -> BackupManifestJson.read(json.getBytes(UTF_8), DATE, URI))
                .isInstanceOfSatisfying(
                        DdbvaultException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.MANIFEST_UNREADABLE))
                .hasMessageStartingWith(URI + " is not a backup manifest: " + why + ".");
    }

    private static BackupManifest manifest(TableExport... attempts) {
        return MergeManifests.with(
                new BackupManifest(
                        DATE, "production", "2025-07-22T02:07:31Z", "my-backup-bucket", List.of(), List.of()),
                List.of(attempts));
    }
}
