package io.ddbvault.aws;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.utils.Md5Utils;

/**
 * Uploads an object of unknown size in parts. The SDK's own transfer manager needs
 * the asynchronous client, which nothing else here does.
 *
 * <p>Parts: 5 MiB at least but for the last, 10,000 at most (Amazon S3 User Guide, "Multipart upload limits"), so 80 GB.
 */
final class UploadParts {
    static final int PART_BYTES = 8 << 20;

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final @Nullable String expectedOwner;
    private final @Nullable String kmsKeyId;

    UploadParts(S3Client s3, String bucket, String key, @Nullable String expectedOwner, @Nullable String kmsKeyId) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.expectedOwner = expectedOwner;
        this.kmsKeyId = kmsKeyId;
    }

    /**
     * @param first the first part
     * @param rest what follows it
     * @throws IOException what the content throws; nothing is stored then
     * @throws SdkException what the client throws; nothing is stored then
     */
    void upload(byte[] first, InputStream rest) throws IOException {
        String uploadId = s3.createMultipartUpload(create()).uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (byte[] part = first; part.length > 0; part = rest.readNBytes(PART_BYTES)) {
                parts.add(uploadPart(uploadId, parts.size() + 1, part));
            }
            s3.completeMultipartUpload(request -> request.bucket(bucket)
                    .key(key)
                    .uploadId(uploadId)
                    .expectedBucketOwner(expectedOwner)
                    .multipartUpload(upload -> upload.parts(parts)));
        } catch (IOException | RuntimeException e) {
            abort(uploadId);
            throw e;
        }
    }

    private CreateMultipartUploadRequest create() {
        CreateMultipartUploadRequest.Builder request =
                CreateMultipartUploadRequest.builder().bucket(bucket).key(key).expectedBucketOwner(expectedOwner);
        if (kmsKeyId == null) {
            request.serverSideEncryption(ServerSideEncryption.AES256);
        } else {
            request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(kmsKeyId);
        }
        return request.build();
    }

    private CompletedPart uploadPart(String uploadId, int number, byte[] content) {
        String etag = s3.uploadPart(
                        request -> request.bucket(bucket)
                                .key(key)
                                .uploadId(uploadId)
                                .partNumber(number)
                                .expectedBucketOwner(expectedOwner)
                                .contentMD5(Md5Utils.md5AsBase64(content)),
                        RequestBody.fromBytes(content))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    /** What stays costs money until a lifecycle rule removes it; the failure that led here matters more. */
    private void abort(String uploadId) {
        try {
            s3.abortMultipartUpload(request ->
                    request.bucket(bucket).key(key).uploadId(uploadId).expectedBucketOwner(expectedOwner));
        } catch (SdkException e) {
            // Told by the failure that led here.
        }
    }
}
