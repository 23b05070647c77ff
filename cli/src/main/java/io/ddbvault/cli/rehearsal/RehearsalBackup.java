package io.ddbvault.cli.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** The objects of a backup of one table with two items, with all that validation asks for. */
final class RehearsalBackup {
    static final String BUCKET = "rehearsal";
    static final String ENVIRONMENT = "rehearsal";
    static final String DATE = "2025-07-22";
    static final String TABLE = "rehearsal";
    static final String TABLE_ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/" + TABLE;

    private static final String EXPORT_ID = "01753149604000-00000000";
    private static final String EXPORT_ARN = TABLE_ARN + "/export/" + EXPORT_ID;
    private static final String EXPORT_TIME = DATE + "T02:00:04.000Z";
    private static final String DAY = "native-exports/" + DATE;
    private static final String PREFIX = DAY + "/" + TABLE;
    private static final String FOLDER = PREFIX + "/AWSDynamoDB/" + EXPORT_ID;
    private static final List<String> ITEMS = List.of(
            "{\"id\":{\"S\":\"a\"},\"m\":{\"M\":{\"n\":{\"N\":\"1.5\"},\"z\":{\"NULL\":true}}},\"t\":{\"BOOL\":true}}",
            "{\"id\":{\"S\":\"b\"},\"l\":{\"L\":[{\"B\":\"AAE=\"},{\"SS\":[\"\\u00e9\"]},{\"NS\":[\"-1E3\"]}]}}");

    private RehearsalBackup() {}

    /** By key. */
    static Map<String, byte[]> objects() throws IOException {
        Map<String, byte[]> objects = new HashMap<>();
        byte[] data = gzip();
        String dataKey = FOLDER + "/data/aaaaaaaaaaaaaaaaaaaaaaaaaa.json.gz";
        objects.put(dataKey, data);
        putWithChecksum(
                objects,
                "manifest-files",
                "{\"itemCount\":%d,\"md5Checksum\":\"%s\",\"etag\":\"%s\",\"dataFileS3Key\":\"%s\"}\n"
                        .formatted(ITEMS.size(), base64(md5(data)), etag(data), dataKey));
        putWithChecksum(
                objects,
                "manifest-summary",
                "{\"exportArn\":\"%s\",\"tableArn\":\"%s\",\"exportTime\":\"%s\",\"s3Bucket\":\"%s\",\"s3Prefix\":\"%s\",\"manifestFilesS3Key\":\"%s\",\"billedSizeBytes\":200,\"itemCount\":%d,\"outputFormat\":\"DYNAMODB_JSON\"}"
                        .formatted(
                                EXPORT_ARN,
                                TABLE_ARN,
                                EXPORT_TIME,
                                BUCKET,
                                PREFIX,
                                FOLDER + "/manifest-files.json",
                                ITEMS.size()));
        objects.put(DAY + "/manifest.json", manifest().getBytes(UTF_8));
        return objects;
    }

    private static String manifest() {
        return "{\"backup_date\":\"%s\",\"environment\":\"%s\",\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"created_at\":\"%s\",\"s3_bucket\":\"%s\",\"exports\":[{\"table_name\":\"%s\",\"status\":\"COMPLETED\",\"export_arn\":\"%s\",\"table_arn\":\"%s\",\"export_time\":\"%s\",\"s3_bucket\":\"%s\",\"s3_prefix\":\"%s\",\"item_count\":%d}]}"
                .formatted(
                        DATE,
                        ENVIRONMENT,
                        EXPORT_TIME,
                        BUCKET,
                        TABLE,
                        EXPORT_ARN,
                        TABLE_ARN,
                        EXPORT_TIME,
                        BUCKET,
                        PREFIX,
                        ITEMS.size());
    }

    private static void putWithChecksum(Map<String, byte[]> objects, String name, String json) {
        byte[] content = json.getBytes(UTF_8);
        objects.put(FOLDER + "/" + name + ".json", content);
        objects.put(FOLDER + "/" + name + ".md5", base64(md5(content)).getBytes(UTF_8));
    }

    private static byte[] gzip() throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (GZIPOutputStream lines = new GZIPOutputStream(data)) {
            for (String item : ITEMS) {
                lines.write("{\"Item\":%s}\n".formatted(item).getBytes(UTF_8));
            }
        }
        return data.toByteArray();
    }

    static String etag(byte[] content) {
        return HexFormat.of().formatHex(md5(content));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] md5(byte[] content) {
        try {
            return MessageDigest.getInstance("MD5").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
