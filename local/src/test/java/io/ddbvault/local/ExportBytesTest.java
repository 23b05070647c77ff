package io.ddbvault.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.io.BaseEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Reads exports as a restore would, from the bucket alone. */
class ExportBytesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BUCKET = "backups";
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    private static final String UUID_FORM = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final String EMPTY_GZIP = "1f8b08000000000000ff03000000000000000000";

    private static EmbeddedAws aws;
    private static AwsClients clients;

    @BeforeAll
    static void start() throws IOException {
        aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
        clients = AwsClients.of(aws);
        clients.s3().createBucket(r -> r.bucket(BUCKET));
    }

    @AfterAll
    static void stop() throws IOException {
        clients.close();
        aws.close();
    }

    @Test
    void anExportWritesTheObjectsThatAwsWritesAndNoOthers() {
        ExportDescription export = exportOf("objects-only", "daily", List.of("a", "b", "c"));

        assertThat(keysUnder("daily/AWSDynamoDB/" + id(export) + "/"))
                .hasSize(9)
                .filteredOn(key -> !key.contains("/data/"))
                .map(key -> key.substring(key.lastIndexOf('/') + 1))
                .containsExactly(
                        "_started",
                        "manifest-files.json",
                        "manifest-files.md5",
                        "manifest-summary.json",
                        "manifest-summary.md5");
        assertThat(keysUnder("daily/AWSDynamoDB/" + id(export) + "/data/"))
                .hasSize(4)
                .allMatch(key -> key.matches(".*/data/[a-z2-7]{26}\\.json\\.gz"))
                .allMatch(key -> isVersion3Uuid(key.substring(key.lastIndexOf('/') + 1, key.indexOf(".json.gz"))));
        assertThat(clients.get(BUCKET, "daily/AWSDynamoDB/" + id(export) + "/_started")
                        .asByteArray())
                .isEmpty();
    }

    @Test
    void theSummaryHasTheFieldsOfARealOneInTheirOrder() {
        ExportDescription export = exportOf("summary-fields", "daily", List.of("a", "b"));
        String id = id(export);

        assertThat(text(export.exportManifest()))
                .matches(Pattern.compile(
                        "\\{\"version\":\"2020-06-30\",\"exportArn\":\"" + Pattern.quote(export.exportArn())
                                + "\",\"startTime\":\"" + TIME + "\",\"endTime\":\"" + TIME + "\",\"tableArn\":\""
                                + Pattern.quote(export.tableArn()) + "\",\"tableId\":\"" + UUID_FORM
                                + "\",\"exportTime\":\"" + TIME
                                + "\",\"s3Bucket\":\"backups\",\"s3Prefix\":\"daily\",\"s3SseAlgorithm\":\"AES256\","
                                + "\"s3SseKmsKeyId\":null,\"manifestFilesS3Key\":\"daily/AWSDynamoDB/" + id
                                + "/manifest-files.json\",\"billedSizeBytes\":\\d+,\"itemCount\":2,"
                                + "\"outputFormat\":\"DYNAMODB_JSON\"\\}"));
        assertThat(export.exportManifest()).isEqualTo("daily/AWSDynamoDB/" + id + "/manifest-summary.json");
    }

    @Test
    void theSummaryAgreesWithDescribeExportAndWithTheExportId() throws IOException {
        ExportDescription export = exportOf("summary-agrees", "daily", List.of("a", "b"));
        JsonNode summary = JSON.readTree(text(export.exportManifest()));

        assertThat(id(export)).matches("0\\d{13}-[0-9a-f]{8}");
        assertThat(Instant.ofEpochMilli(Long.parseLong(id(export).substring(0, 14))))
                .isEqualTo(export.startTime())
                .isEqualTo(Instant.parse(summary.path("startTime").asText()))
                .isEqualTo(Instant.parse(summary.path("exportTime").asText()))
                .isEqualTo(export.exportTime());
        assertThat(summary.path("endTime").asText()).isEqualTo(export.endTime().toString());
        assertThat(summary.path("tableId").asText()).isEqualTo(export.tableId());
        assertThat(summary.path("itemCount").asLong()).isEqualTo(export.itemCount());
        assertThat(summary.path("billedSizeBytes").asLong())
                .isEqualTo(export.billedSizeBytes())
                .isPositive();
    }

    @Test
    void withoutAPrefixKeysBeginWithTheFolderAndTheSummarySaysNull() {
        ExportDescription export = exportOf("no-prefix", null, List.of("a"));

        assertThat(export.exportManifest()).isEqualTo("AWSDynamoDB/" + id(export) + "/manifest-summary.json");
        assertThat(export.s3Prefix()).isNull();
        assertThat(text(export.exportManifest()))
                .contains("\"s3Prefix\":null,")
                .contains("\"manifestFilesS3Key\":\"AWSDynamoDB/" + id(export) + "/manifest-files.json\"");
    }

    @Test
    void aTrailingSlashOfThePrefixIsNotDoubled() {
        ExportDescription export = exportOf("slash-prefix", "weekly/", List.of("a"));

        assertThat(export.exportManifest()).isEqualTo("weekly/AWSDynamoDB/" + id(export) + "/manifest-summary.json");
        assertThat(export.s3Prefix()).isEqualTo("weekly/");
        assertThat(text(export.exportManifest())).contains("\"s3Prefix\":\"weekly/\",");
    }

    @Test
    void bothManifestsHaveTheirChecksumBesideThem() {
        ExportDescription export = exportOf("checksums", "daily", List.of("a", "b", "c"));
        String folder = "daily/AWSDynamoDB/" + id(export) + "/";

        for (String manifest : List.of("manifest-summary", "manifest-files")) {
            assertThat(text(folder + manifest + ".md5"))
                    .isEqualTo(Base64.getEncoder()
                            .encodeToString(md5(clients.get(BUCKET, folder + manifest + ".json")
                                    .asByteArray())));
        }
    }

    @Test
    void theFilesManifestNamesEveryDataFileWithCountChecksumAndTheETagThatS3Answers() throws IOException {
        ExportDescription export = exportOf(
                "files-manifest",
                "daily",
                IntStream.range(0, 50).mapToObj(Integer::toString).toList());
        String folder = "daily/AWSDynamoDB/" + id(export) + "/";
        String manifest = text(folder + "manifest-files.json");

        assertThat(manifest)
                .matches("(\\{\"itemCount\":\\d+,\"md5Checksum\":\"[A-Za-z0-9+/]{22}==\",\"etag\":\"[0-9a-f]{32}-1\","
                        + "\"dataFileS3Key\":\"" + folder + "data/[a-z2-7]{26}\\.json\\.gz\"\\}\n){4}");
        long items = 0;
        for (JsonNode file : lines(manifest)) {
            String key = file.path("dataFileS3Key").asText();
            byte[] content = clients.get(BUCKET, key).asByteArray();
            assertThat(file.path("md5Checksum").asText())
                    .isEqualTo(Base64.getEncoder().encodeToString(md5(content)));
            assertThat(file.path("etag").asText()).isEqualTo(HexFormat.of().formatHex(md5(md5(content))) + "-1");
            assertThat(clients.s3().headObject(r -> r.bucket(BUCKET).key(key)).eTag())
                    .isEqualTo('"' + file.path("etag").asText() + '"');
            assertThat(gunzip(content).lines().count())
                    .isEqualTo(file.path("itemCount").asLong());
            items += file.path("itemCount").asLong();
        }
        assertThat(items).isEqualTo(50).isEqualTo(export.itemCount());
    }

    @Test
    void aPartitionWithoutItemsStillHasAnEmptyGzipFile() throws IOException {
        ExportDescription export = exportOf("empty-table", "daily", List.of());

        assertThat(export.itemCount()).isZero();
        List<JsonNode> files = lines(text("daily/AWSDynamoDB/" + id(export) + "/manifest-files.json"));
        assertThat(files).hasSize(4).allMatch(file -> file.path("itemCount").asLong() == 0);
        for (JsonNode file : files) {
            assertThat(HexFormat.of()
                            .formatHex(clients.get(
                                            BUCKET, file.path("dataFileS3Key").asText())
                                    .asByteArray()))
                    .isEqualTo(EMPTY_GZIP);
        }
    }

    @Test
    void everyTypeOfAttributeComesBackAsItWasPut() throws IOException {
        String arn = clients.createRecoverableTable("all-types");
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("id", AttributeValue.fromS("schlüssel-\uD83D\uDE00-\"\\\n\t\u0001\u2028</"));
        item.put("number", AttributeValue.fromN("12345678901234567890123456789012345678"));
        item.put("small", AttributeValue.fromN("-0.00000000000000000000000000000000001"));
        item.put("binary", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1, 127, -128})));
        item.put("true", AttributeValue.fromBool(true));
        item.put("null", AttributeValue.fromNul(true));
        item.put("strings", AttributeValue.fromSs(List.of("a", "b\uD83D\uDE00")));
        item.put("numbers", AttributeValue.fromNs(List.of("1", "2.5")));
        item.put(
                "binaries", AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("x"), SdkBytes.fromUtf8String("y"))));
        item.put("empty-string", AttributeValue.fromS(""));
        item.put("empty-list", AttributeValue.fromL(List.of()));
        item.put("empty-map", AttributeValue.fromM(Map.of()));
        item.put(
                "nested",
                AttributeValue.fromL(List.of(
                        AttributeValue.fromM(Map.of("Item", AttributeValue.fromNul(true))),
                        AttributeValue.fromL(List.of(AttributeValue.fromBool(false))))));
        clients.dynamoDb().putItem(r -> r.tableName("all-types").item(item));

        List<String> lines =
                itemLines(clients.awaitEnd(clients.export(arn, BUCKET).exportArn()));

        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line).startsWith("{\"Item\":{\"").endsWith("}}");
            assertThat(line.replaceAll("\"(\\\\.|[^\"\\\\])*\"", "")).doesNotContain(" ");
        });
        assertThat(lines.get(0))
                .contains("\"number\":{\"N\":\"12345678901234567890123456789012345678\"}")
                .contains("\"binary\":{\"B\":\"AP9/gA==\"}")
                .contains("\"true\":{\"BOOL\":true}")
                .contains("\"null\":{\"NULL\":true}")
                .contains("\"empty-string\":{\"S\":\"\"}")
                .contains("\"empty-list\":{\"L\":[]}")
                .contains("\"empty-map\":{\"M\":{}}")
                .contains("\"nested\":{\"L\":[{\"M\":{\"Item\":{\"NULL\":true}}},{\"L\":[{\"BOOL\":false}]}]}");
        Map<String, AttributeValue> stored =
                clients.dynamoDb().scan(r -> r.tableName("all-types")).items().get(0);
        assertThat(readItem(lines.get(0))).isEqualTo(stored);
        assertThat(stored.get("id")).isEqualTo(item.get("id"));
    }

    @Test
    void everyItemOfALargerTableIsInExactlyOneFile() throws IOException {
        List<String> ids = IntStream.range(0, 3_000).mapToObj(i -> "item-" + i).toList();
        String padding = "x".repeat(1_000);
        String arn = clients.createRecoverableTable("larger");
        for (int from = 0; from < ids.size(); from += 25) {
            List<WriteRequest> batch = ids.subList(from, from + 25).stream()
                    .map(id -> WriteRequest.builder()
                            .putRequest(p -> p.item(
                                    Map.of("id", AttributeValue.fromS(id), "padding", AttributeValue.fromS(padding))))
                            .build())
                    .toList();
            clients.dynamoDb().batchWriteItem(r -> r.requestItems(Map.of("larger", batch)));
        }

        ExportDescription export = clients.awaitEnd(clients.export(arn, BUCKET).exportArn());

        List<String> exported = new ArrayList<>();
        for (String line : itemLines(export)) {
            exported.add(JSON.readTree(line).at("/Item/id/S").asText());
        }
        assertThat(exported).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(export.itemCount()).isEqualTo(3_000);
        assertThat(lines(text("AWSDynamoDB/" + id(export) + "/manifest-files.json")))
                .as("items spread over the partitions")
                .allMatch(file -> file.path("itemCount").asLong() > 500);
    }

    private static ExportDescription exportOf(String table, @Nullable String prefix, List<String> ids) {
        String arn = clients.createRecoverableTable(table);
        ids.forEach(id -> clients.put(table, id));
        ExportDescription started = clients.dynamoDb()
                .exportTableToPointInTime(r -> r.tableArn(arn).s3Bucket(BUCKET).s3Prefix(prefix))
                .exportDescription();
        ExportDescription ended = clients.awaitEnd(started.exportArn());
        assertThat(ended.exportStatus()).isEqualTo(ExportStatus.COMPLETED);
        return ended;
    }

    private static List<String> itemLines(ExportDescription export) throws IOException {
        List<String> items = new ArrayList<>();
        for (JsonNode file : lines(text(export.exportManifest().replace("summary", "files")))) {
            String data = gunzip(
                    clients.get(BUCKET, file.path("dataFileS3Key").asText()).asByteArray());
            assertThat(data.isEmpty() || data.endsWith("\n")).isTrue();
            data.lines().forEach(items::add);
        }
        return items;
    }

    private static List<JsonNode> lines(String jsonLines) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : jsonLines.lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static Map<String, AttributeValue> readItem(String line) throws IOException {
        Map<String, AttributeValue> item = new HashMap<>();
        JSON.readTree(line).path("Item").properties().forEach(e -> item.put(e.getKey(), readValue(e.getValue())));
        return item;
    }

    private static AttributeValue readValue(JsonNode typed) {
        Map.Entry<String, JsonNode> only = typed.properties().iterator().next();
        JsonNode value = only.getValue();
        List<JsonNode> elements = new ArrayList<>();
        value.elements().forEachRemaining(elements::add);
        return switch (only.getKey()) {
            case "S" -> AttributeValue.fromS(value.asText());
            case "N" -> AttributeValue.fromN(value.asText());
            case "B" -> AttributeValue.fromB(bytes(value));
            case "BOOL" -> AttributeValue.fromBool(value.asBoolean());
            case "NULL" -> AttributeValue.fromNul(value.asBoolean());
            case "SS" ->
                AttributeValue.fromSs(elements.stream().map(JsonNode::asText).toList());
            case "NS" ->
                AttributeValue.fromNs(elements.stream().map(JsonNode::asText).toList());
            case "BS" ->
                AttributeValue.fromBs(
                        elements.stream().map(ExportBytesTest::bytes).toList());
            case "L" ->
                AttributeValue.fromL(
                        elements.stream().map(ExportBytesTest::readValue).toList());
            case "M" -> {
                Map<String, AttributeValue> map = new HashMap<>();
                value.properties().forEach(e -> map.put(e.getKey(), readValue(e.getValue())));
                yield AttributeValue.fromM(map);
            }
            default -> throw new AssertionError("no such type: " + only.getKey());
        };
    }

    private static SdkBytes bytes(JsonNode base64) {
        return SdkBytes.fromByteArray(Base64.getDecoder().decode(base64.asText()));
    }

    private static List<String> keysUnder(String prefix) {
        return clients.s3().listObjectsV2(r -> r.bucket(BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private static String text(String key) {
        return clients.get(BUCKET, key).asUtf8String();
    }

    private static String id(ExportDescription export) {
        return export.exportArn().substring(export.exportArn().lastIndexOf('/') + 1);
    }

    private static boolean isVersion3Uuid(String stem) {
        ByteBuffer bytes = ByteBuffer.wrap(BaseEncoding.base32().decode(stem.toUpperCase(Locale.ROOT)));
        return new UUID(bytes.getLong(), bytes.getLong()).version() == 3;
    }

    private static String gunzip(byte[] gzip) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static byte[] md5(byte[] content) {
        MessageDigest md5 = Md5.digest();
        return md5.digest(content);
    }
}
