package io.ddbvault.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the objects of a backup by hand, for what an honest export never holds: a test takes them, spoils some, and puts
 * them into a bucket. As made, every checksum and count is right. The manifest has the fields of the Python original
 * only; a test adds or removes what it needs.
 */
public final class MakeBackup {
    private static final LocalTime EXPORT_TIME = LocalTime.of(2, 0, 4);
    private static final LocalTime LATER = LocalTime.of(3, 0, 4);

    private final String bucket;
    private final String prefix;
    private final String date;
    private final Map<String, byte[]> objects = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> manifest = new LinkedHashMap<>();
    private final List<Map<String, @Nullable Object>> exports = new ArrayList<>();
    private int made;

    public MakeBackup(String bucket, String prefix, String date, String environment) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.date = date;
        manifest.put("backup_date", date);
        manifest.put("environment", environment);
        manifest.put("backup_type", "DYNAMODB_NATIVE_EXPORT");
        manifest.put("created_at", date + "T02:07:31Z");
        manifest.put("s3_bucket", bucket);
        manifest.put("exports", exports);
    }

    /** The manifest's fields, to be changed at will. */
    public Map<String, @Nullable Object> manifest() {
        return manifest;
    }

    /** The manifest's entry of the n-th export, from 0, to be changed at will. */
    public Map<String, @Nullable Object> entry(int index) {
        return exports.get(index);
    }

    public String manifestKey() {
        return prefix + "/" + date + "/manifest.json";
    }

    /**
     * Adds a table with its export, and its entry to the manifest.
     *
     * @param files the lines of each data file
     */
    public Export table(String table, List<List<String>> files) {
        Export export = new Export(table, id(EXPORT_TIME));
        made++;
        export.write(files);
        exports.add(
                export.entry("COMPLETED", files.stream().mapToLong(List::size).sum()));
        return export;
    }

    /** Adds a table's export, but no entry: an export beside the one that the manifest means. */
    public Export strayExport(String table, List<List<String>> files) {
        Export export = new Export(table, id(LATER));
        made++;
        export.write(files);
        return export;
    }

    /** As DynamoDB makes them, of the export's start; another one for each date. */
    private String id(LocalTime start) {
        long millis =
                LocalDate.parse(date).atTime(start).toInstant(ZoneOffset.UTC).toEpochMilli();
        return "%014d-%08x".formatted(millis + made, made);
    }

    /** Everything, the manifest last; key to content. */
    public Map<String, byte[]> objects() {
        Map<String, byte[]> all = new LinkedHashMap<>(objects);
        all.put(manifestKey(), Json.pretty(manifest));
        return all;
    }

    /** One export of a table. */
    public final class Export {
        private final String table;
        private final String id;
        private final List<String> dataFiles = new ArrayList<>();

        private Export(String table, String id) {
            this.table = table;
            this.id = id;
        }

        public String arn() {
            return "arn:aws:dynamodb:eu-west-1:111122223333:table/%s/export/%s".formatted(table, id);
        }

        /** With a trailing slash. */
        public String folder() {
            return "%s/%s/%s/AWSDynamoDB/%s/".formatted(prefix, date, table, id);
        }

        public String summaryKey() {
            return folder() + "manifest-summary.json";
        }

        public String filesKey() {
            return folder() + "manifest-files.json";
        }

        public String dataFile(int index) {
            return dataFiles.get(index);
        }

        public byte[] content(String key) {
            byte[] content = objects.get(key);
            if (content == null) {
                throw new IllegalArgumentException("no object " + key);
            }
            return content;
        }

        /** Replaces an object, and nothing that depends on it. */
        public void replace(String key, byte[] content) {
            objects.put(key, content);
        }

        public void remove(String key) {
            objects.remove(key);
        }

        /** Replaces the text of one of the export's two manifests, and its checksum with it. */
        public void rewrite(String key, String text) {
            objects.put(key, text.getBytes(UTF_8));
            objects.put(
                    key.replace(".json", ".md5"),
                    base64(md5(text.getBytes(UTF_8))).getBytes(UTF_8));
        }

        /** Replaces one data file by these bytes, and makes the list of files agree with it. */
        public void rewriteDataFile(int index, byte[] content) {
            String key = dataFile(index);
            String before = fileFields(content(key), key);
            objects.put(key, content);
            rewrite(filesKey(), new String(content(filesKey()), UTF_8).replace(before, fileFields(content, key)));
        }

        private void write(List<List<String>> files) {
            StringBuilder list = new StringBuilder();
            long items = 0;
            for (List<String> lines : files) {
                String key = folder() + "data/" + "%026d".formatted(dataFiles.size()) + ".json.gz";
                byte[] content = gzip(lines);
                dataFiles.add(key);
                objects.put(key, content);
                list.append("{\"itemCount\":%d,%s}\n".formatted(lines.size(), fileFields(content, key)));
                items += lines.size();
            }
            rewrite(filesKey(), list.toString());
            rewrite(
                    summaryKey(),
                    "{\"version\":\"2020-06-30\",\"exportArn\":\"%s\",\"startTime\":\"2023-11-14T22:13:20.123Z\",\"endTime\":\"2023-11-14T22:18:31.004Z\",\"tableArn\":\"arn:aws:dynamodb:eu-west-1:111122223333:table/%s\",\"tableId\":\"0f0e0d0c-0b0a-4908-8706-050403020100\",\"exportTime\":\"2023-11-14T22:13:20.123Z\",\"s3Bucket\":\"%s\",\"s3Prefix\":\"%s/%s/%s\",\"s3SseAlgorithm\":\"AES256\",\"s3SseKmsKeyId\":null,\"manifestFilesS3Key\":\"%s\",\"billedSizeBytes\":%d,\"itemCount\":%d,\"outputFormat\":\"DYNAMODB_JSON\"}"
                            .formatted(arn(), table, bucket, prefix, date, table, filesKey(), items * 100, items));
        }

        private Map<String, @Nullable Object> entry(String status, long items) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("table_name", table);
            entry.put("status", status);
            entry.put("export_arn", arn());
            entry.put("table_arn", "arn:aws:dynamodb:eu-west-1:111122223333:table/" + table);
            entry.put("export_time", date + "T02:00:04Z");
            entry.put("s3_bucket", bucket);
            entry.put("s3_prefix", "%s/%s/%s".formatted(prefix, date, table));
            entry.put("start_time", date + "T02:00:04Z");
            entry.put("end_time", date + "T02:06:04Z");
            entry.put("item_count", items);
            entry.put("billing_size_bytes", items * 100);
            return entry;
        }
    }

    private static String fileFields(byte[] content, String key) {
        return "\"md5Checksum\":\"%s\",\"etag\":\"%s-1\",\"dataFileS3Key\":\"%s\""
                .formatted(base64(md5(content)), java.util.HexFormat.of().formatHex(md5(md5(content))), key);
    }

    /** A data file's bytes. */
    public static byte[] gzip(List<String> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (String line : lines) {
                out.write((line + "\n").getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] md5(byte[] content) {
        try {
            return MessageDigest.getInstance("MD5").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
