package io.ddbvault.aws.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.core.json.Json;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * A backup of two tables, the tables with other rows in them, and restores as processes of their own, which reach the
 * embedded AWS through two proxies.
 */
final class RestoreScene implements AutoCloseable {
    static final int FILES = 8;
    /** Of each table, in its data files; at least, for one of them. */
    static final List<Integer> ITEMS = List.of(1200, 1000);
    /** What each table holds before, beside old versions of items in the backup. */
    static final List<Integer> OTHERS = List.of(400, 300);

    static final int OLD_VERSIONS = 100;
    /** Lines of a table's backup that hold no item which DynamoDB takes. */
    static final int BAD = 2 * FILES;

    private static final AtomicInteger TABLES = new AtomicInteger();
    private static final String STATE = "native-exports/_state/";

    private final TestAws aws;
    private final Path folder;
    private final Path clock;
    private final FaultProxy s3;
    private final FaultProxy dynamoDb;
    private final String bucket;
    private final List<String> tables = new ArrayList<>();
    private final List<MakeBackup.Export> exports = new ArrayList<>();
    private Instant now = Instant.parse("2025-07-22T03:00:00Z");
    private int restores;
    private int processes;

    /** @param badTable the place of the table whose backup holds bad items; -1 for none */
    RestoreScene(TestAws aws, Path folder, int badTable) throws IOException {
        this.aws = aws;
        this.folder = folder;
        this.clock = folder.resolve("clock");
        this.bucket = aws.newBucket();
        MakeBackup backup = new MakeBackup(bucket, "native-exports", "2025-07-20", "production");
        int scene = TABLES.incrementAndGet();
        for (int table = 0; table < ITEMS.size(); table++) {
            String name = "killed-%d-%d".formatted(scene, table);
            tables.add(name);
            exports.add(backup.table(name, lines(table, table == badTable)));
            aws.createTable(name, "id:S", "at:N");
            aws.fill(name, before(table));
        }
        aws.put(bucket, backup.objects());
        this.s3 = FaultProxy.to(aws.embedded().s3Endpoint());
        this.dynamoDb = FaultProxy.to(aws.embedded().dynamoDbEndpoint());
    }

    FaultProxy s3() {
        return s3;
    }

    FaultProxy dynamoDb() {
        return dynamoDb;
    }

    String bucket() {
        return bucket;
    }

    String table(int table) {
        return tables.get(table);
    }

    MakeBackup.Export export(int table) {
        return exports.get(table);
    }

    Set<Object> contents(int table) {
        return aws.contents(tables.get(table));
    }

    /** The key of a restore's object. */
    static String key(String restoreId, String name) {
        return STATE + "restores/" + restoreId + "/" + name;
    }

    /** An id for a restore that begins anew. */
    String newId() {
        restores++;
        return "20250722T030000Z-%08x".formatted(restores);
    }

    /** More time than any lock lives. */
    void anHourPasses() throws IOException {
        now = now.plus(Duration.ofHours(1));
        ProcessClock.set(clock, now);
    }

    Instant now() {
        return now;
    }

    /** @param fields of the request, beside the tables */
    OtherProcess begin(String id, String fields) throws IOException {
        return start("{\"tables\":%s%s}".formatted(Json.compact(tables), fields), id);
    }

    OtherProcess goOn(String id) throws IOException {
        return start("{\"restore_id\":\"%s\"}".formatted(id), "unused");
    }

    private OtherProcess start(String request, String id) throws IOException {
        processes++;
        return OtherProcess.start(
                folder.resolve("process-" + processes),
                RestoreAsProcess.class,
                List.of(
                        s3.endpoint().toString(),
                        dynamoDb.endpoint().toString(),
                        bucket,
                        clock.toString(),
                        request,
                        id));
    }

    /** After the death of the only process: nothing that it asked for happens any more. */
    void settle() throws InterruptedException {
        s3.awaitNoClients();
        dynamoDb.awaitNoClients();
    }

    /** What the checkpoint says that is being done to a table; {@code ENDED} once it is at its end, empty without one. */
    Optional<String> phase(String restoreId, int table) {
        return object(key(restoreId, "checkpoint.json")).map(json -> {
            for (Object open : (List<?>) field(parse(json), "open")) {
                if (field((Map<?, ?>) open, "table_name").equals(tables.get(table))) {
                    return String.valueOf(field((Map<?, ?>) open, "phase"));
                }
            }
            return "ENDED";
        });
    }

    Optional<byte[]> object(String key) {
        try {
            return Optional.of(aws.s3()
                    .getObjectAsBytes(request -> request.bucket(bucket).key(key))
                    .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /** Everything that restores keep for each other; key to ETag. */
    Map<String, String> state() {
        Map<String, String> objects = new LinkedHashMap<>();
        aws.s3()
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(STATE))
                .contents()
                .forEach(object -> objects.put(object.key(), object.eTag()));
        return objects;
    }

    /** A row that the application writes. */
    Map<String, AttributeValue> applicationWrites(int table, int number) {
        Map<String, AttributeValue> row = new HashMap<>(row("application", number));
        aws.fill(tables.get(table), List.of(row));
        return row;
    }

    static Map<?, ?> parse(byte[] json) {
        try {
            return Json.parseObject(json);
        } catch (IOException e) {
            throw new AssertionError(new String(json, UTF_8), e);
        }
    }

    static Object field(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        if (value == null) {
            throw new AssertionError("no " + name + " in " + fields);
        }
        return value;
    }

    /** The items that a restore writes. */
    static List<Map<String, AttributeValue>> items(int table, boolean bad) {
        return IntStream.range(0, ITEMS.get(table))
                .filter(i -> !(bad && isBad(table, i)))
                .mapToObj(i -> row("item", i))
                .toList();
    }

    /** What the table holds before and the backup does not. */
    static List<Map<String, AttributeValue>> others(int table) {
        return IntStream.range(0, OTHERS.get(table))
                .mapToObj(i -> row("other", i))
                .toList();
    }

    /** All that the table holds before. */
    static List<Map<String, AttributeValue>> before(int table) {
        List<Map<String, AttributeValue>> rows = new ArrayList<>(others(table));
        IntStream.range(0, OLD_VERSIONS).forEach(i -> {
            Map<String, AttributeValue> old = new HashMap<>(row("item", i));
            old.put("v", AttributeValue.fromS("an older version"));
            rows.add(old);
        });
        return rows;
    }

    private static Map<String, AttributeValue> row(String id, int i) {
        return Map.of(
                "id", AttributeValue.fromS(id + "-" + i % 7),
                "at", AttributeValue.fromN(i + ".50"),
                "v", AttributeValue.fromS("value " + i));
    }

    private static List<List<String>> lines(int table, boolean bad) {
        int each = ITEMS.get(table) / FILES;
        return IntStream.range(0, FILES)
                .mapToObj(file -> IntStream.range(file * each, (file + 1) * each)
                        .mapToObj(i -> line(table, i, bad))
                        .toList())
                .toList();
    }

    /** Two of each file: in its first and in its last third. */
    private static boolean isBad(int table, int i) {
        int each = ITEMS.get(table) / FILES;
        return i % each == each / 4 || i % each == each * 3 / 4;
    }

    /** Each as file, line from 1, and what a rejects object holds of it. */
    List<String> badLines(int table) {
        int each = ITEMS.get(table) / FILES;
        return IntStream.range(0, ITEMS.get(table))
                .filter(i -> isBad(table, i))
                .mapToObj(i -> "%s %d %s"
                        .formatted(exports.get(table).dataFile(i / each), i % each + 1, rejected(line(table, i, true))))
                .toList();
    }

    private static Object rejected(String line) {
        try {
            return field(Json.parseObject(line.getBytes(UTF_8)), "Item");
        } catch (IOException e) {
            // No JSON at all.
            return Base64.getEncoder().encodeToString(line.getBytes(UTF_8));
        }
    }

    private static String line(int table, int i, boolean bad) {
        if (!bad || !isBad(table, i)) {
            return "{\"Item\":{\"id\":{\"S\":\"item-%d\"},\"at\":{\"N\":\"%d.50\"},\"v\":{\"S\":\"value %d\"}}}"
                    .formatted(i % 7, i, i);
        }
        return i % (ITEMS.get(table) / FILES) == ITEMS.get(table) / FILES / 4
                ? "{\"Item\":{\"id\":{\"S\":\"item-%d\"},\"at\":{\"N\":\"%d.50\"},\"twice\":{\"NS\":[\"1\",\"1\"]}}}"
                        .formatted(i % 7, i)
                : "{\"Item\":{\"id\":{\"S\":\"item-%d\"}".formatted(i);
    }

    @Override
    public void close() throws IOException {
        try (FaultProxy ofS3 = s3;
                FaultProxy ofDynamoDb = dynamoDb) {
            ofS3.assertAllFired();
            ofDynamoDb.assertAllFired();
        }
    }
}
