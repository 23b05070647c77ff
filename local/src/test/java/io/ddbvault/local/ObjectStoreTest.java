package io.ddbvault.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** What backups and restores rely on in S3, in memory and in files. */
class ObjectStoreTest {
    private static final String BUCKET = "objects";
    private static final int PUTTERS = 8;

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();

    enum Storage {
        MEMORY,
        FILES
    }

    private S3Client start(Storage storage) throws IOException {
        EmbeddedAwsOptions options = EmbeddedAwsOptions.inMemory();
        EmbeddedAws aws = EmbeddedAws.start(storage == Storage.MEMORY ? options : options.withDataDirectory(directory));
        open.add(aws);
        AwsClients clients = AwsClients.of(aws);
        open.add(0, clients);
        clients.s3().createBucket(r -> r.bucket(BUCKET));
        return clients.s3();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void putIfNoneMatchIsRefusedWhereAnObjectIs(Storage storage) throws IOException {
        S3Client s3 = start(storage);
        put(s3, "a", "1", r -> r.ifNoneMatch("*"));

        assertStatus(412, () -> put(s3, "a", "2", r -> r.ifNoneMatch("*")));
        assertThat(text(s3, "a")).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource
    void putIfMatchIsRefusedForAnotherETagAndForAMissingObject(Storage storage) throws IOException {
        S3Client s3 = start(storage);
        String first = put(s3, "a", "1", r -> {});
        String second = put(s3, "a", "2", r -> r.ifMatch(first));

        assertStatus(412, () -> put(s3, "a", "3", r -> r.ifMatch(first)));
        assertStatus(404, () -> put(s3, "b", "3", r -> r.ifMatch(first)));
        put(s3, "a", "4", r -> r.ifMatch(second.replace("\"", "")));
        assertThat(text(s3, "a")).isEqualTo("4");
    }

    @ParameterizedTest
    @EnumSource
    void ofSimultaneousPutsIfNoneMatchExactlyOneWins(Storage storage) throws Exception {
        S3Client s3 = start(storage);
        for (int round = 0; round < 10; round++) {
            String key = "claimed-" + round;
            List<Boolean> wins = simultaneously(putter -> wins(s3, key, putter, r -> r.ifNoneMatch("*")));
            assertThat(wins).containsOnlyOnce(true);
            assertThat(text(s3, key)).isEqualTo("putter " + wins.indexOf(true));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofSimultaneousPutsIfMatchExactlyOneWins(Storage storage) throws Exception {
        S3Client s3 = start(storage);
        String eTag = put(s3, "swapped", "start", r -> {});
        for (int round = 0; round < 10; round++) {
            String expected = eTag;
            List<Boolean> wins = simultaneously(putter -> wins(s3, "swapped", putter, r -> r.ifMatch(expected)));
            assertThat(wins).containsOnlyOnce(true);
            assertThat(text(s3, "swapped")).isEqualTo("putter " + wins.indexOf(true));
            eTag = put(s3, "swapped", "round " + round, r -> {});
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGetOrHeadIfMatchIsRefusedForAnotherETag(Storage storage) throws IOException {
        S3Client s3 = start(storage);
        String eTag = put(s3, "a", "1", r -> {});
        String other = "\"00000000000000000000000000000000-1\"";

        assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("a").ifMatch(eTag))
                        .asUtf8String())
                .isEqualTo("1");
        assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("a").ifMatch(eTag.replace("\"", "")))
                        .asUtf8String())
                .isEqualTo("1");
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("a").ifMatch(eTag)).contentLength())
                .isEqualTo(1);
        assertStatus(
                412, () -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("a").ifMatch(other)));
        assertStatus(412, () -> s3.headObject(r -> r.bucket(BUCKET).key("a").ifMatch(other)));
    }

    @ParameterizedTest
    @EnumSource
    void aDeleteIfMatchIsRefusedForAnotherETag(Storage storage) throws IOException {
        S3Client s3 = start(storage);
        String first = put(s3, "a", "1", r -> {});
        String second = put(s3, "a", "2", r -> {});

        assertStatus(412, () -> s3.deleteObject(r -> r.bucket(BUCKET).key("a").ifMatch(first)));
        assertThat(text(s3, "a")).isEqualTo("2");
        s3.deleteObject(r -> r.bucket(BUCKET).key("a").ifMatch(second.replace("\"", "")));
        assertStatus(404, () -> s3.headObject(r -> r.bucket(BUCKET).key("a")));
        assertStatus(404, () -> s3.deleteObject(r -> r.bucket(BUCKET).key("a").ifMatch(second)));
    }

    @ParameterizedTest
    @EnumSource
    void aRangeOfAnObjectCanBeRead(Storage storage) throws IOException {
        S3Client s3 = start(storage);
        String eTag = put(s3, "a", "0123456789", r -> {});

        assertThat(s3.getObjectAsBytes(r ->
                                r.bucket(BUCKET).key("a").range("bytes=3-5").ifMatch(eTag))
                        .asUtf8String())
                .isEqualTo("345");
        assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("a").range("bytes=7-"))
                        .asUtf8String())
                .isEqualTo("789");
        assertStatus(
                416, () -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("a").range("bytes=10-")));
    }

    @ParameterizedTest
    @EnumSource
    void aListingOfMoreThanAThousandKeysComesInPages(Storage storage) throws IOException {
        S3Client s3 = start(storage);
        List<String> keys = IntStream.range(0, 1_200)
                .mapToObj(i -> "many/%04d/manifest.json".formatted(i))
                .toList();
        keys.forEach(key -> put(s3, key, "x", r -> {}));
        put(s3, "other", "x", r -> {});

        ListObjectsV2Response first = s3.listObjectsV2(r -> r.bucket(BUCKET).prefix("many/"));

        assertThat(first.contents()).hasSize(1_000);
        assertThat(first.isTruncated()).isTrue();
        assertThat(s3.listObjectsV2Paginator(r -> r.bucket(BUCKET).prefix("many/")).contents().stream()
                        .map(S3Object::key))
                .containsExactlyElementsOf(keys);
        assertThat(
                        s3
                                .listObjectsV2Paginator(
                                        r -> r.bucket(BUCKET).prefix("many/").delimiter("/"))
                                .commonPrefixes()
                                .stream()
                                .map(CommonPrefix::prefix))
                .containsExactlyElementsOf(keys.stream()
                        .map(key -> key.replace("manifest.json", ""))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void severalObjectsAreDeletedAtOnce(Storage storage) throws IOException {
        S3Client s3 = start(storage);
        put(s3, "a", "1", r -> {});
        put(s3, "b/c", "1", r -> {});

        s3.deleteObjects(r -> r.bucket(BUCKET)
                .delete(d -> d.objects(
                        ObjectIdentifier.builder().key("a").build(),
                        ObjectIdentifier.builder().key("b/c").build(),
                        ObjectIdentifier.builder().key("never-there").build())));

        assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET)).contents()).isEmpty();
        assertThatThrownBy(() -> text(s3, "a")).isInstanceOf(NoSuchKeyException.class);
    }

    @ParameterizedTest
    @EnumSource
    void anUploadInPartsIsPutTogether(Storage storage) throws IOException {
        S3Client s3 = start(storage);
        byte[] large = new byte[5 * 1024 * 1024];
        String id = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("parts")).uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (byte[] content : List.of(large, "end".getBytes(UTF_8))) {
            int number = parts.size() + 1;
            String eTag = s3.uploadPart(
                            r -> r.bucket(BUCKET).key("parts").uploadId(id).partNumber(number),
                            RequestBody.fromBytes(content))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(eTag).build());
        }

        s3.completeMultipartUpload(
                r -> r.bucket(BUCKET).key("parts").uploadId(id).multipartUpload(u -> u.parts(parts)));

        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("parts")))
                .satisfies(head -> assertThat(head.contentLength()).isEqualTo(large.length + 3))
                .satisfies(head -> assertThat(head.eTag()).endsWith("-2\""));
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "SHA1", "SHA256"})
    void bodiesWithTrailingChecksumsAreAccepted(ChecksumAlgorithm algorithm) throws IOException {
        S3Client s3 = start(Storage.MEMORY);
        byte[] content = "some content".repeat(10_000).getBytes(UTF_8);

        s3.putObject(
                r -> r.bucket(BUCKET).key("a").checksumAlgorithm(algorithm),
                RequestBody.fromContentProvider(
                        () -> new ByteArrayInputStream(content), content.length, "application/octet-stream"));

        assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("a")).asByteArray())
                .isEqualTo(content);
    }

    @Test
    void encryptionOwnerAndMetadataDoNotStopARequest() throws IOException {
        S3Client s3 = start(Storage.MEMORY);

        put(
                s3,
                "a",
                "1",
                r -> r.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId("alias/backups")
                        .expectedBucketOwner("000000000000")
                        .metadata(Map.of("made-by", "test"))
                        .contentType("application/json"));
        put(s3, "b", "1", r -> r.serverSideEncryption(ServerSideEncryption.AES256));

        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("a").expectedBucketOwner("000000000000")))
                .satisfies(head -> assertThat(head.metadata()).containsEntry("made-by", "test"))
                .satisfies(head -> assertThat(head.contentType()).isEqualTo("application/json"));
        assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET).expectedBucketOwner("000000000000"))
                        .contents())
                .hasSize(2);
    }

    @Test
    void aBucketIsNotVersioned() throws IOException {
        S3Client s3 = start(Storage.MEMORY);

        assertThat(s3.getBucketVersioning(r -> r.bucket(BUCKET)).status()).isNull();
        assertStatus(404, () -> s3.getBucketVersioning(r -> r.bucket("no-such-bucket")));
    }

    @Test
    void anotherOwnerOfTheBucketThanExpectedIsDenied() throws IOException {
        S3Client s3 = start(Storage.MEMORY);
        put(s3, "a", "1", r -> {});

        assertStatus(403, () -> put(s3, "a", "2", r -> r.expectedBucketOwner("111122223333")));
        assertStatus(403, () -> s3.headObject(r -> r.bucket(BUCKET).key("a").expectedBucketOwner("111122223333")));
        assertThat(text(s3, "a")).isEqualTo("1");
    }

    private static boolean wins(S3Client s3, String key, int putter, Consumer<PutObjectRequest.Builder> condition) {
        try {
            put(s3, key, "putter " + putter, condition);
            return true;
        } catch (S3Exception e) {
            assertThat(e.statusCode()).isEqualTo(412);
            return false;
        }
    }

    private static List<Boolean> simultaneously(PutterTask task) throws Exception {
        CyclicBarrier together = new CyclicBarrier(PUTTERS);
        ExecutorService threads = Executors.newFixedThreadPool(PUTTERS);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int putter = 0; putter < PUTTERS; putter++) {
                int number = putter;
                tasks.add(() -> {
                    together.await();
                    return task.put(number);
                });
            }
            List<Boolean> wins = new ArrayList<>();
            for (Future<Boolean> result : threads.invokeAll(tasks)) {
                wins.add(result.get());
            }
            return wins;
        } finally {
            threads.shutdownNow();
        }
    }

    interface PutterTask {
        boolean put(int putter);
    }

    private static String put(S3Client s3, String key, String content, Consumer<PutObjectRequest.Builder> more) {
        return s3.putObject(r -> more.accept(r.bucket(BUCKET).key(key)), RequestBody.fromString(content))
                .eTag();
    }

    private static String text(S3Client s3, String key) {
        return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
    }

    private static void assertStatus(int status, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(status));
    }
}
