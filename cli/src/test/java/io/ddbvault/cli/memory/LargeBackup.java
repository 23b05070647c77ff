package io.ddbvault.cli.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.testkit.MakeBackup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Backups of many items. */
final class LargeBackup {
    private static final int FILES = 8;

    private LargeBackup() {}

    /**
     * Puts the backup of a table {@code large} with the key {@code id} into a bucket, which is made if it is not there.
     *
     * @param items by its number, from 0 and below {@code numbers}; null for a number without one
     */
    static void store(String bucket, String date, long numbers, LongFunction<@Nullable String> items, URI endpoint)
            throws IOException {
        MakeBackup backup = new MakeBackup(bucket, "native-exports", date, "test");
        List<List<String>> empty = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            empty.add(List.of());
        }
        MakeBackup.Export export = backup.table("large", empty);
        long count = 0;
        for (int i = 0; i < FILES; i++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            long lines = 0;
            try (OutputStream gzip = new GZIPOutputStream(bytes)) {
                // Each file has items of everywhere, as a hash would have it.
                for (long number = i; number < numbers; number += FILES) {
                    String item = items.apply(number);
                    if (item != null) {
                        gzip.write(("{\"Item\":" + item + "}\n").getBytes(UTF_8));
                        lines++;
                    }
                }
            }
            export.rewriteDataFile(i, bytes.toByteArray());
            String list = new String(export.content(export.filesKey()), UTF_8);
            String[] entries = list.split("\n", -1);
            entries[i] = entries[i].replace("\"itemCount\":0", "\"itemCount\":" + lines);
            export.rewrite(export.filesKey(), String.join("\n", entries));
            count += lines;
        }
        String summary = new String(export.content(export.summaryKey()), UTF_8);
        export.rewrite(export.summaryKey(), summary.replace("\"itemCount\":0", "\"itemCount\":" + count));
        backup.entry(0).put("item_count", count);
        backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build()) {
            if (s3.listBuckets().buckets().isEmpty()) {
                s3.createBucket(create -> create.bucket(bucket));
            }
            backup.objects()
                    .forEach((key, content) ->
                            s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content)));
        }
    }
}
