package io.ddbvault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.core.json.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Stores a backup as DynamoDB's native exports and ddbvault's manifest make it: names, fields, checksums and ETags. */
final class StoreBackup {
    static final String BUCKET = "bench-backups";
    static final String PREFIX = "native-exports";
    static final String DATE = "2026-11-23";
    static final String ENVIRONMENT = "bench";

    private static final String START = DATE + "T02:00:04.000Z";
    private static final String END = DATE + "T02:06:04.000Z";

    private final URI endpoint;

    StoreBackup(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** Where a table's export lies; with a trailing slash. */
    static String folder(ItemSize size) {
        return "%s/%s/%s/AWSDynamoDB/%s/".formatted(PREFIX, DATE, size.table(), id(size));
    }

    private static String id(ItemSize size) {
        return "%014d-%08x".formatted(1_795_399_204_000L + size.bytes(), size.bytes());
    }

    private static String tableArn(ItemSize size) {
        return "arn:aws:dynamodb:eu-west-1:111122223333:table/" + size.table();
    }

    private static String exportArn(ItemSize size) {
        return tableArn(size) + "/export/" + id(size);
    }

    void store(List<MadeData> tables) {
        try (S3Client s3 = PlainClients.s3(endpoint)) {
            s3.createBucket(request -> request.bucket(BUCKET));
            for (MadeData table : tables) {
                storeExport(s3, table);
            }
            put(s3, "%s/%s/manifest.json".formatted(PREFIX, DATE), new String(Json.pretty(manifest(tables)), UTF_8));
        }
    }

    private static void storeExport(S3Client s3, MadeData table) {
        String folder = folder(table.size());
        put(s3, folder + "_started", "");
        StringBuilder list = new StringBuilder();
        for (DataFile file : table.files()) {
            String key = folder + "data/" + file.path().getFileName();
            storeDataFile(s3, key, file);
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("itemCount", file.itemCount());
            fields.put("md5Checksum", file.md5());
            fields.put("etag", file.etag());
            fields.put("dataFileS3Key", key);
            list.append(Json.compact(fields)).append('\n');
        }
        putWithChecksum(s3, folder + "manifest-files", list.toString());
        putWithChecksum(s3, folder + "manifest-summary", Json.compact(summary(table, folder)));
    }

    /** In one part, as DynamoDB does, so that its ETag is that of a real export. */
    private static void storeDataFile(S3Client s3, String key, DataFile file) {
        String upload = s3.createMultipartUpload(
                        request -> request.bucket(BUCKET).key(key))
                .uploadId();
        String part = s3.uploadPart(
                        request ->
                                request.bucket(BUCKET).key(key).uploadId(upload).partNumber(1),
                        RequestBody.fromFile(file.path()))
                .eTag();
        CompletedPart completed =
                CompletedPart.builder().partNumber(1).eTag(part).build();
        String etag = s3.completeMultipartUpload(request -> request.bucket(BUCKET)
                        .key(key)
                        .uploadId(upload)
                        .multipartUpload(parts -> parts.parts(completed)))
                .eTag();
        if (!etag.replace("\"", "").equals(file.etag())) {
            throw new IllegalStateException("%s has the ETag %s, not %s".formatted(key, etag, file.etag()));
        }
    }

    private static Map<String, @Nullable Object> summary(MadeData table, String folder) {
        ItemSize size = table.size();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("version", "2020-06-30");
        fields.put("exportArn", exportArn(size));
        fields.put("startTime", START);
        fields.put("endTime", END);
        fields.put("tableArn", tableArn(size));
        fields.put("tableId", "0f0e0d0c-0b0a-4908-8706-%012d".formatted(size.bytes()));
        fields.put("exportTime", START);
        fields.put("s3Bucket", BUCKET);
        fields.put("s3Prefix", "%s/%s/%s".formatted(PREFIX, DATE, size.table()));
        fields.put("s3SseAlgorithm", "AES256");
        fields.put("s3SseKmsKeyId", null);
        fields.put("manifestFilesS3Key", folder + "manifest-files.json");
        fields.put("billedSizeBytes", table.items() * size.bytes());
        fields.put("itemCount", table.items());
        fields.put("outputFormat", "DYNAMODB_JSON");
        return fields;
    }

    private static Map<String, @Nullable Object> manifest(List<MadeData> tables) {
        List<Map<String, @Nullable Object>> exports = new ArrayList<>();
        for (MadeData table : tables) {
            exports.add(entry(table));
        }
        Map<String, @Nullable Object> manifest = new LinkedHashMap<>();
        manifest.put("backup_date", DATE);
        manifest.put("environment", ENVIRONMENT);
        manifest.put("backup_type", "DYNAMODB_NATIVE_EXPORT");
        manifest.put("created_at", DATE + "T02:07:31Z");
        manifest.put("s3_bucket", BUCKET);
        manifest.put("exports", exports);
        return manifest;
    }

    private static Map<String, @Nullable Object> entry(MadeData table) {
        ItemSize size = table.size();
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("table_name", size.table());
        entry.put("status", "COMPLETED");
        entry.put("export_arn", exportArn(size));
        entry.put("table_arn", tableArn(size));
        entry.put("export_time", DATE + "T02:00:04Z");
        entry.put("s3_bucket", BUCKET);
        entry.put("s3_prefix", "%s/%s/%s".formatted(PREFIX, DATE, size.table()));
        entry.put("start_time", DATE + "T02:00:04Z");
        entry.put("end_time", DATE + "T02:06:04Z");
        entry.put("item_count", table.items());
        entry.put("billing_size_bytes", table.items() * size.bytes());
        entry.put("export_manifest", folder(size) + "manifest-summary.json");
        // As ddbvault's own backups have it. Without, a restore reads all keys once before it writes.
        entry.put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        return entry;
    }

    private static void putWithChecksum(S3Client s3, String stem, String text) {
        byte[] md5 = MakeData.md5().digest(text.getBytes(UTF_8));
        put(s3, stem + ".md5", Base64.getEncoder().encodeToString(md5));
        put(s3, stem + ".json", text);
    }

    private static void put(S3Client s3, String key, String text) {
        s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString(text));
    }
}
