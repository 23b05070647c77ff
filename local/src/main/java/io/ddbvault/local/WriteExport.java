package io.ddbvault.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ddbvault.local.TableSnapshot.DataFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.domain.Blob;
import org.gaul.s3proxy.blobstore.options.PutOptions;

/** Writes a snapshot into the bucket as DynamoDB does: probe, data, files manifest, and last the summary. */
final class WriteExport {
    static final String SUMMARY = "manifest-summary.json";
    private static final String FILES = "manifest-files.json";
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final BlobStore objects;
    private final CallFaults faults;

    WriteExport(BlobStore objects, CallFaults faults) {
        this.objects = objects;
        this.faults = faults;
    }

    /** Returns the export's last record. */
    ExportRecord write(ExportRecord export, TableSnapshot snapshot, Instant endTime) throws IOException {
        if (!objects.containerExists(export.request().bucket())) {
            return export.failed(endTime, ExportFailure.noSuchBucket());
        }
        String owner = export.request().bucketOwner();
        if (owner != null && !owner.equals(Arn.ACCOUNT)) {
            return export.failed(endTime, ExportFailure.wrongBucketOwner());
        }
        try {
            writeObjects(export, snapshot, endTime);
        } catch (DeniedException e) {
            return export.failed(endTime, ExportFailure.accessDenied(e.text()));
        }
        return export.completed(endTime, snapshot);
    }

    /** A right that is taken away in mid-export leaves the objects that were written before, as in AWS. */
    private static final class DeniedException extends IOException {
        private static final long serialVersionUID = 1L;

        DeniedException(String text) {
            super(text);
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    private void writeObjects(ExportRecord export, TableSnapshot snapshot, Instant endTime) throws IOException {
        put(export, "_started", new byte[0]);
        for (DataFile file : snapshot.files()) {
            putDataFile(export, file);
        }
        putWithChecksum(export, "manifest-files", filesManifest(export, snapshot));
        putWithChecksum(export, "manifest-summary", summary(export, snapshot, endTime));
    }

    private static byte[] filesManifest(ExportRecord export, TableSnapshot snapshot) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (DataFile file : snapshot.files()) {
            try (JsonGenerator line = JSON.createGenerator(lines)) {
                line.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                line.writeStartObject();
                line.writeNumberField("itemCount", file.itemCount());
                line.writeStringField("md5Checksum", file.md5Checksum());
                line.writeStringField("etag", file.etag());
                line.writeStringField("dataFileS3Key", dataKey(export, file));
                line.writeEndObject();
                line.writeRaw('\n');
            }
        }
        return lines.toByteArray();
    }

    private static byte[] summary(ExportRecord export, TableSnapshot snapshot, Instant endTime) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ExportRequest request = export.request();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("version", "2020-06-30");
            json.writeStringField("exportArn", export.exportArn());
            json.writeStringField("startTime", TIME.format(export.startTime()));
            json.writeStringField("endTime", TIME.format(endTime));
            json.writeStringField("tableArn", request.tableArn());
            json.writeStringField("tableId", export.tableId());
            json.writeStringField("exportTime", TIME.format(export.exportTime()));
            json.writeStringField("s3Bucket", request.bucket());
            json.writeStringField("s3Prefix", request.prefix());
            json.writeStringField("s3SseAlgorithm", request.effectiveSseAlgorithm());
            json.writeStringField("s3SseKmsKeyId", request.kmsKeyId());
            json.writeStringField("manifestFilesS3Key", export.key(FILES));
            json.writeNumberField("billedSizeBytes", snapshot.tableSizeBytes());
            json.writeNumberField("itemCount", snapshot.itemCount());
            json.writeStringField("outputFormat", "DYNAMODB_JSON");
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private void putWithChecksum(ExportRecord export, String name, byte[] json) throws IOException {
        put(export, name + ".json", json);
        String md5 = Md5.base64(Md5.digest().digest(json));
        put(export, name + ".md5", md5.getBytes(StandardCharsets.US_ASCII));
    }

    private void put(ExportRecord export, String file, byte[] content) throws IOException {
        try (InputStream payload = new ByteArrayInputStream(content)) {
            put(export, Blob.builder(export.key(file)).payload(payload).contentLength(content.length));
        }
    }

    /** The ETag is that of an upload in one part: it is what the files manifest names, and what S3 must answer. */
    private void putDataFile(ExportRecord export, DataFile file) throws IOException {
        try (InputStream payload = Files.newInputStream(file.path())) {
            put(
                    export,
                    Blob.builder(dataKey(export, file))
                            .payload(payload)
                            .contentLength(Files.size(file.path()))
                            .eTag('"' + file.etag() + '"'));
        }
    }

    private void put(ExportRecord export, Blob.Builder builder) throws DeniedException {
        String bucket = export.request().bucket();
        Blob blob = builder.contentType("application/octet-stream").build();
        S3Call call = new S3Call(S3Call.PUT_OBJECT, bucket, blob.getMetadata().name());
        if (faults.denies(call)) {
            throw new DeniedException(Denial.ofS3(call));
        }
        objects.putBlob(bucket, blob, PutOptions.NONE);
    }

    private static String dataKey(ExportRecord export, DataFile file) {
        return export.key("data/" + file.path().getFileName());
    }
}
