package io.ddbvault.core.manifest;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.BackupReader.SmallObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what DynamoDB wrote beside an export's data, and believes it only if the checksums are right. The order is the
 * order of trust: the summary's checksum, the summary, the checksum of the list of files, the list, the sum of its
 * counts. Field by field as in AWS's page "DynamoDB table export output format", and as genuine exports have it: the
 * checksum objects end in {@code .md5} there, in {@code .checksum} on that page; both are accepted.
 */
public final class ReadExportManifests {
    /** A summary has 18 short fields. */
    private static final int MAX_SUMMARY_BYTES = 1 << 20;
    /** 250 bytes a file: room for half a million data files. Parsed, they take up to twice as much beside it. */
    private static final int MAX_FILES_BYTES =
            (int) Math.min(128 << 20, Runtime.getRuntime().maxMemory() / 4);
    /** Four short fields and a key of at most 1,024 bytes. */
    private static final int MAX_LINE_BYTES = 16 << 10;
    /** Longer than any key, ARN or checksum. */
    private static final int MAX_TEXT_CHARS = 2048;

    private static final int MD5_BYTES = 16;
    private static final int MAX_CHECKSUM_BYTES = 1 << 10;
    private static final List<String> CHECKSUM_SUFFIXES = List.of(".md5", ".checksum");

    private final BackupReader backups;
    private final BackupLayout layout;

    public ReadExportManifests(BackupReader backups, BackupLayout layout) {
        this.backups = backups;
        this.layout = layout;
    }

    /**
     * The summary, checked.
     *
     * @param folder the export's folder, with a trailing slash
     * @return empty only if there is no summary: the export has not ended, or was deleted
     * @throws DdbvaultException {@code CHECKSUM_MISMATCH}, {@code MANIFEST_UNREADABLE}, {@code EXPORT_UNSUPPORTED}
     */
    public Optional<ExportSummary> summary(String folder) {
        if (!layout.contains(folder)) {
            throw new DdbvaultException(
                    ErrorCode.MANIFEST_UNREADABLE,
                    "The backup's manifest names the export's folder %s, which lies outside %s. The backup was altered; restore another date."
                            .formatted(PlainText.shorten(folder), layout.root()));
        }
        String key = folder + "manifest-summary.json";
        Optional<SmallObject> object = backups.read(key, MAX_SUMMARY_BYTES);
        if (object.isEmpty()) {
            return Optional.empty();
        }
        byte[] json = object.get().bytes();
        verifyChecksum(folder + "manifest-summary", key, json);
        return Optional.of(parseSummary(key, json));
    }

    /**
     * Everything that the export holds.
     *
     * @throws DdbvaultException as {@link #summary}; {@code OBJECT_MISSING}, {@code ITEM_COUNT_MISMATCH}
     */
    public ExportContents contents(String folder, ExportSummary summary) {
        String key = resolve(folder, summary.manifestFilesKey(), summary.key());
        SmallObject object = backups.read(key, MAX_FILES_BYTES)
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.OBJECT_MISSING,
                        "%s is missing, which the export's manifest-summary.json names. The backup is incomplete; restore another date."
                                .formatted(backups.uri(key))));
        verifyChecksum(key.replaceAll("\\.json$", ""), key, object.bytes());
        List<DataFile> files = parseFiles(folder, key, object.bytes());
        // Not a long, which altered counts could make wrap around to the right sum.
        BigInteger sum = files.stream()
                .map(file -> BigInteger.valueOf(file.itemCount()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        if (!sum.equals(BigInteger.valueOf(summary.itemCount()))) {
            throw new DdbvaultException(
                    ErrorCode.ITEM_COUNT_MISMATCH,
                    "%s counts %d items, but the files listed in %s hold %d. The backup is incomplete; restore another date."
                            .formatted(backups.uri(summary.key()), summary.itemCount(), backups.uri(key), sum));
        }
        return new ExportContents(
                summary.key(), summary.exportArn(), summary.itemCount(), summary.billedSizeBytes(), files);
    }

    private void verifyChecksum(String stem, String key, byte[] content) {
        String actual = Base64.getEncoder().encodeToString(md5(content));
        for (String suffix : CHECKSUM_SUFFIXES) {
            Optional<SmallObject> checksum = backups.read(stem + suffix, MAX_CHECKSUM_BYTES);
            if (checksum.isPresent()) {
                String expected = new String(checksum.get().bytes(), StandardCharsets.US_ASCII).strip();
                if (!expected.equals(actual)) {
                    throw new DdbvaultException(
                            ErrorCode.CHECKSUM_MISMATCH,
                            "%s has MD5 %s, but its checksum object %s says %s. The backup was altered or damaged; restore another date."
                                    .formatted(
                                            backups.uri(key),
                                            actual,
                                            backups.uri(stem + suffix),
                                            PlainText.shorten(expected)));
                }
                return;
            }
        }
        throw new DdbvaultException(
                ErrorCode.OBJECT_MISSING,
                "%s has no checksum object beside it (%s). The backup is incomplete; restore another date."
                        .formatted(backups.uri(key), backups.uri(stem + CHECKSUM_SUFFIXES.get(0))));
    }

    private ExportSummary parseSummary(String key, byte[] json) {
        Map<String, @Nullable Object> fields = parseObject(json, key, "");
        String exportType = textOr(fields, "exportType", "FULL_EXPORT");
        String outputFormat = textOr(fields, "outputFormat", "DYNAMODB_JSON");
        if (!exportType.equals("FULL_EXPORT") || !outputFormat.equals("DYNAMODB_JSON")) {
            throw new DdbvaultException(
                    ErrorCode.EXPORT_UNSUPPORTED,
                    "%s describes an export of type %s in format %s; only FULL_EXPORT in DYNAMODB_JSON can be restored."
                            .formatted(
                                    backups.uri(key), PlainText.shorten(exportType), PlainText.shorten(outputFormat)));
        }
        return new ExportSummary(
                key,
                text(fields, "exportArn", key, ""),
                textOrNull(fields, "tableId"),
                textOrNull(fields, "s3Bucket"),
                text(fields, "manifestFilesS3Key", key, ""),
                count(fields, "itemCount", key, ""),
                fields.get("billedSizeBytes") instanceof Number size && Counts.isCount(size) ? size.longValue() : 0);
    }

    private List<DataFile> parseFiles(String folder, String key, byte[] lines) {
        List<DataFile> files = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        int number = 0;
        int start = 0;
        while (start < lines.length) {
            int end = start;
            while (end < lines.length && lines[end] != '\n') {
                end++;
            }
            number++;
            if (end - start > MAX_LINE_BYTES) {
                throw unreadable(key, " line " + number, "it is longer than a data file's line can be", null);
            }
            if (end > start) {
                DataFile file = parseFile(folder, key, Arrays.copyOfRange(lines, start, end), number);
                if (!seen.add(file.key())) {
                    throw unreadable(key, " line " + number, "it lists " + file.key() + " a second time", null);
                }
                files.add(file);
            }
            start = end + 1;
        }
        return files;
    }

    private DataFile parseFile(String folder, String key, byte[] json, int number) {
        String place = " line " + number;
        Map<String, @Nullable Object> fields = parseObject(json, key, place);
        String md5 = text(fields, "md5Checksum", key, place);
        byte[] digest;
        try {
            digest = Base64.getDecoder().decode(md5);
        } catch (IllegalArgumentException e) {
            throw unreadable(key, place, "its md5Checksum is not base64", e);
        }
        if (digest.length != MD5_BYTES) {
            throw unreadable(key, place, "its md5Checksum is no MD5", null);
        }
        return new DataFile(
                resolve(folder, text(fields, "dataFileS3Key", key, place), key),
                count(fields, "itemCount", key, place),
                HexFormat.of().formatHex(digest),
                textOr(fields, "etag", ""));
    }

    /**
     * A key that a manifest names, in the bucket we read. DynamoDB writes full keys of the bucket it exported to; where
     * the backup was copied elsewhere, only the part behind the export's folder still holds.
     */
    private String resolve(String folder, String named, String namedBy) {
        String key = named;
        if (!named.startsWith(folder)) {
            String exportId = folder.substring(folder.lastIndexOf('/', folder.length() - 2) + 1);
            int cut = named.lastIndexOf("/" + exportId);
            boolean atRoot = named.startsWith(exportId);
            if (cut < 0 && !atRoot) {
                throw unreadable(
                        namedBy, "", "it names " + PlainText.shorten(named) + ", which is of another export", null);
            }
            key = folder + named.substring(atRoot ? exportId.length() : cut + 1 + exportId.length());
        }
        if (!layout.contains(key) || !key.startsWith(folder)) {
            throw unreadable(
                    namedBy, "", "it names " + PlainText.shorten(named) + ", which lies outside the backup", null);
        }
        return key;
    }

    private Map<String, @Nullable Object> parseObject(byte[] json, String key, String place) {
        try {
            return Json.parseObject(json);
        } catch (IOException e) {
            throw unreadable(key, place, "it is not a JSON object", e);
        }
    }

    private String text(Map<String, @Nullable Object> fields, String name, String key, String place) {
        if (!(fields.get(name) instanceof String text) || text.isEmpty()) {
            throw unreadable(key, place, "its field " + name + " is missing or not a string", null);
        }
        if (text.length() > MAX_TEXT_CHARS || !PlainText.is(text)) {
            throw unreadable(key, place, "its field " + name + " is too long or holds a control character", null);
        }
        return text;
    }

    private static @Nullable String textOrNull(Map<String, @Nullable Object> fields, String name) {
        return fields.get(name) instanceof String text ? text : null;
    }

    private static String textOr(Map<String, @Nullable Object> fields, String name, String other) {
        return fields.get(name) instanceof String text ? text : other;
    }

    private long count(Map<String, @Nullable Object> fields, String name, String key, String place) {
        if (fields.get(name) instanceof Number number && Counts.isCount(number)) {
            return number.longValue();
        }
        throw unreadable(key, place, "its field " + name + " is missing or not a count", null);
    }

    private DdbvaultException unreadable(String key, String place, String why, @Nullable Throwable cause) {
        return new DdbvaultException(
                ErrorCode.MANIFEST_UNREADABLE,
                "%s%s cannot be used: %s. The backup was altered or damaged; restore another date."
                        .formatted(backups.uri(key), place, why),
                cause);
    }

    private static byte[] md5(byte[] content) {
        try {
            return MessageDigest.getInstance("MD5").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
