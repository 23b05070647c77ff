package io.ddbvault.spark;

import io.ddbvault.testkit.MakeBackup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A backup of 24 files of one size in a bucket of its own, and the variables of a driver that restores it to a sink. */
record MillionItems(String bucket, Map<String, String> driver) {
    static final String TABLE = "mfa-api_production_million_global";
    static final int FILES = 24;

    /** @param items in all, a multiple of {@value #FILES} or not */
    static MillionItems of(TestAws aws, NullSink sink, int items) {
        String bucket = aws.newBucket();
        MakeBackup backup = new MakeBackup(bucket, "native-exports", "2025-07-22", "production");
        List<List<String>> files = IntStream.range(0, FILES)
                .mapToObj(file -> IntStream.range(part(items, file), part(items, file + 1))
                        .mapToObj(
                                "{\"Item\":{\"id\":{\"S\":\"key-%1$07d\"},\"secret\":{\"S\":\"value-%1$07d\"}}}"
                                        ::formatted)
                        .toList())
                .toList();
        backup.table(TABLE, files);
        backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        aws.put(bucket, backup.objects());
        Map<String, String> driver = new HashMap<>(aws.driver(bucket));
        driver.put("AWS_ENDPOINT_URL_DYNAMODB", sink.endpoint().toString());
        return new MillionItems(bucket, driver);
    }

    private static int part(int items, int file) {
        return (int) ((long) items * file / FILES);
    }
}
