package io.ddbvault.testkit;

import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.ExportArn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what DynamoDB writes for a full export in DynamoDB JSON: data files, their list, the summary, and the checksum
 * of each of these two; names, fields and ETags as genuine exports have them. The summary comes last.
 */
public final class WriteExport {
    /** As many as a small table's export has. */
    private static final int DATA_FILES = 4;

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final InMemoryBackupStore store;
    private final String bucket;

    public WriteExport(InMemoryBackupStore store, String bucket) {
        this.store = store;
        this.bucket = bucket;
    }

    /**
     * @param arn the export's ARN
     * @param prefix what the export was given, without a trailing slash
     * @param items each one's JSON, without the {@code Item} around it
     * @return the export's folder, with a trailing slash
     */
    public String write(ExportArn arn, String prefix, Instant start, Instant end, List<byte[]> items) {
        String folder = prefix + "/AWSDynamoDB/" + arn.id() + "/";
        store.put(folder + "_started", new byte[0]);
        StringBuilder list = new StringBuilder();
        for (int file = 0; file < DATA_FILES; file++) {
            list.append(writeDataFile(folder, file, share(items, file))).append('\n');
        }
        putWithChecksum(folder, "manifest-files", list.toString());
        putWithChecksum(folder, "manifest-summary", summary(arn, prefix, folder, start, end, items));
        return folder;
    }

    private static List<byte[]> share(List<byte[]> items, int file) {
        List<byte[]> share = new ArrayList<>();
        for (int index = file; index < items.size(); index += DATA_FILES) {
            share.add(items.get(index));
        }
        return share;
    }

    private String writeDataFile(String folder, int file, List<byte[]> items) {
        byte[] content = gzip(items);
        String key = folder + "data/" + stem(folder, file) + ".json.gz";
        store.put(key, content, Md5.multipartEtag(content));
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("itemCount", items.size());
        fields.put("md5Checksum", Md5.base64(content));
        fields.put("etag", Md5.multipartEtag(content));
        fields.put("dataFileS3Key", key);
        return Json.compact(fields);
    }

    private String summary(
            ExportArn arn, String prefix, String folder, Instant start, Instant end, List<byte[]> items) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("version", "2020-06-30");
        fields.put("exportArn", arn.text());
        fields.put("startTime", MILLIS.format(start));
        fields.put("endTime", MILLIS.format(end));
        fields.put("tableArn", arn.text().substring(0, arn.text().indexOf("/export/")));
        fields.put("tableId", UUID.nameUUIDFromBytes(bytes(arn.table())).toString());
        fields.put("exportTime", MILLIS.format(start));
        fields.put("s3Bucket", bucket);
        fields.put("s3Prefix", prefix);
        fields.put("s3SseAlgorithm", "AES256");
        fields.put("s3SseKmsKeyId", null);
        fields.put("manifestFilesS3Key", folder + "manifest-files.json");
        fields.put("billedSizeBytes", size(items));
        fields.put("itemCount", items.size());
        fields.put("outputFormat", "DYNAMODB_JSON");
        return Json.compact(fields);
    }

    private void putWithChecksum(String folder, String stem, String content) {
        store.put(folder + stem + ".md5", Md5.base64(bytes(content)));
        store.put(folder + stem + ".json", content);
    }

    static long size(List<byte[]> items) {
        return items.stream().mapToLong(item -> item.length).sum();
    }

    private static byte[] gzip(List<byte[]> items) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (GZIPOutputStream lines = new GZIPOutputStream(content)) {
            for (byte[] item : items) {
                lines.write(bytes("{\"Item\":"));
                lines.write(item);
                lines.write(bytes("}\n"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content.toByteArray();
    }

    /** 26 characters of a to z and 2 to 7, the same for the same export and file. */
    private static String stem(String folder, int file) {
        String alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        byte[] seed = bytes(Md5.hex(bytes(folder + file)));
        StringBuilder stem = new StringBuilder();
        for (int index = 0; index < 26; index++) {
            stem.append(alphabet.charAt(seed[index] % alphabet.length()));
        }
        return stem.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
