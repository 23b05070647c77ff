package io.ddbvault.aws.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An export that DynamoDB itself wrote, under a manifest as the Python original wrote them. */
class RestoreGenuineExportTest {
    private static final String ID = "01715685260608-c488b4e1";
    private static final String DATA_FILE = "data/uimbi7eofu2b5kzkxe63gsvb6i.json.gz";
    private static final String TABLE = "S3ExportTest";

    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
        aws.createTable(TABLE, "id:S");
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @Test
    void itsItemsArriveWithTheValuesInItsFile() throws Exception {
        String bucket = aws.newBucket();
        aws.put(bucket, backup(bucket, "native-exports/2024-05-14/" + TABLE));

        RestoreReport report =
                aws.restore(TestAws.settings(bucket), new RestoreRequest(null, List.of(TABLE), false, true, 5));

        TableResult result = report.results().get(0);
        assertThat(result.error()).isNull();
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(3);
        assertThat(aws.contents(TABLE)).isEqualTo(expected()).hasSize(3);
        assertThat(itemLines()).hasSize(3).allSatisfy(line -> assertThat(line).startsWith("{\"Item\":{\"id\":"));
    }

    @Test
    void aPrefixWithATrailingSlashMeansTheSame() throws Exception {
        String bucket = aws.newBucket();
        aws.put(bucket, backup(bucket, "native-exports/2024-05-14/" + TABLE + "/"));

        RestoreReport report = aws.restore(TestAws.settings(bucket), RestoreRequest.LATEST);

        assertThat(report.results().get(0).status()).isEqualTo(TableStatus.COMPLETED);
        // The sample itself was exported to another bucket and prefix.
        assertThat(report.warnings()).singleElement().asString().contains("seems to be a copy");
    }

    @Test
    void aBackupCopiedFromAnotherBucketAndPrefixIsFoundWithAWarning() throws Exception {
        String bucket = aws.newBucket();
        aws.put(bucket, backup("another-bucket", "elsewhere/2024-05-14/" + TABLE));

        RestoreReport report = aws.restore(TestAws.settings(bucket), RestoreRequest.LATEST);

        assertThat(report.results().get(0).status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(report.warnings()).singleElement().asString().contains(TABLE, "native-exports/2024-05-14", "copy");
    }

    /** The objects of the sample, and a manifest with the original's fields only: counts missing, two fields null. */
    private static Map<String, byte[]> backup(String namedBucket, String namedPrefix) throws Exception {
        String folder = "native-exports/2024-05-14/%s/AWSDynamoDB/%s/".formatted(TABLE, ID);
        Map<String, byte[]> objects = new LinkedHashMap<>();
        for (String name : List.of("manifest-summary", "manifest-files")) {
            byte[] manifest = sample(name + ".json");
            objects.put(folder + name + ".json", manifest);
            objects.put(
                    folder + name + ".md5",
                    Base64.getEncoder().encode(MessageDigest.getInstance("MD5").digest(manifest)));
        }
        objects.put(folder + DATA_FILE, sample(DATA_FILE));
        objects.put("native-exports/2024-05-14/manifest.json", """
                {"backup_date":"2024-05-14","environment":"production","backup_type":"DYNAMODB_NATIVE_EXPORT",
                 "created_at":"2024-05-14T11:20:00.123456+00:00","total_exports":1,"successful_exports":1,
                 "failed_exports":0,"total_items_exported":0,"total_size_bytes":0,"s3_bucket":"%s","exports":[
                  {"table_name":"S3ExportTest","status":"COMPLETED",
                   "export_arn":"arn:aws:dynamodb:eu-central-1:111122223333:table/S3ExportTest/export/%s",
                   "table_arn":"arn:aws:dynamodb:eu-central-1:111122223333:table/S3ExportTest",
                   "export_time":"2024-05-14T11:14:20+00:00","s3_bucket":"%s","s3_prefix":"%s",
                   "start_time":"2024-05-14T11:14:20+00:00","end_time":null,"billing_size_bytes":0}]}
                """.formatted(namedBucket, ID, namedBucket, namedPrefix)
                .getBytes(UTF_8));
        return objects;
    }

    private static List<String> itemLines() throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(sample(DATA_FILE)))) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    /** The three items as a person reads them in the file. */
    private static Set<Object> expected() {
        return TestAws.comparable(List.of(
                Map.of("id", s("bar"), "baz", n("0")),
                Map.of("id", s("foo"), "bar", n("42")),
                Map.of(
                        "id",
                        s("K3TXQk84Si"),
                        "a",
                        AttributeValue.fromBool(false),
                        "b",
                        AttributeValue.fromNul(true),
                        "c",
                        AttributeValue.fromSs(List.of("fRjHZJ2Ce9", "8gfX8dh0xa")),
                        "d",
                        AttributeValue.fromNs(List.of("2", "3.0")),
                        "e",
                        AttributeValue.fromL(List.of(n("1"), s("Dsb87qc6Es"))),
                        "f",
                        AttributeValue.fromM(Map.of(
                                "h", AttributeValue.fromNul(true), "i", AttributeValue.fromBool(true), "g", n("9"))),
                        "j",
                        AttributeValue.fromB(SdkBytes.fromUtf8String("hello")),
                        "k",
                        AttributeValue.fromBs(
                                List.of(SdkBytes.fromUtf8String("scylladb"), SdkBytes.fromUtf8String("is fast"))))));
    }

    private static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue n(String number) {
        return AttributeValue.fromN(number);
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = RestoreGenuineExportTest.class.getResourceAsStream("/full-export-all-types/" + name)) {
            if (in == null) {
                throw new IOException("no sample " + name);
            }
            return in.readAllBytes();
        }
    }
}
