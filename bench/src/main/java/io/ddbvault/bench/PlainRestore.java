package io.ddbvault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * What anyone would write with the SDK: each line parsed by Jackson, each value made an AttributeValue, batches of 25,
 * unprocessed items sent again, a thread per data file. It checks nothing that ddbvault checks.
 */
final class PlainRestore {
    private static final int BATCH = 25;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final S3Client s3;
    private final DynamoDbClient dynamoDb;
    private final String bucket;
    private final String table;

    private PlainRestore(S3Client s3, DynamoDbClient dynamoDb, String bucket, String table) {
        this.s3 = s3;
        this.dynamoDb = dynamoDb;
        this.bucket = bucket;
        this.table = table;
    }

    /** @param arguments S3's endpoint, DynamoDB's endpoint, bucket, the export's folder, table, threads */
    public static void main(String[] arguments) throws Exception {
        try (S3Client s3 = PlainClients.s3(URI.create(arguments[0]));
                DynamoDbClient dynamoDb = PlainClients.dynamoDb(URI.create(arguments[1]))) {
            new PlainRestore(s3, dynamoDb, arguments[2], arguments[4])
                    .run(arguments[3], Integer.parseInt(arguments[5]));
        }
    }

    private void run(String folder, int threads) throws IOException, InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> files = new ArrayList<>();
            for (String key : dataFiles(folder)) {
                files.add(() -> {
                    restore(key);
                    return null;
                });
            }
            for (Future<Void> file : pool.invokeAll(files)) {
                file.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    private List<String> dataFiles(String folder) throws IOException {
        List<String> keys = new ArrayList<>();
        String list = s3.getObjectAsBytes(request -> request.bucket(bucket).key(folder + "manifest-files.json"))
                .asUtf8String();
        for (String line : list.lines().toList()) {
            keys.add(JSON.readTree(line).get("dataFileS3Key").asText());
        }
        return keys;
    }

    private void restore(String key) throws IOException, InterruptedException {
        List<WriteRequest> batch = new ArrayList<>(BATCH);
        try (ResponseInputStream<GetObjectResponse> object =
                        s3.getObject(request -> request.bucket(bucket).key(key));
                BufferedReader lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(object), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Map<String, AttributeValue> item =
                        ReadAttributes.item(JSON.readTree(line).get("Item"));
                batch.add(
                        WriteRequest.builder().putRequest(put -> put.item(item)).build());
                if (batch.size() == BATCH) {
                    write(batch);
                    batch.clear();
                }
            }
        }
        if (!batch.isEmpty()) {
            write(batch);
        }
    }

    private void write(List<WriteRequest> batch) throws InterruptedException {
        Map<String, List<WriteRequest>> left = Map.of(table, batch);
        long pause = 50;
        while (true) {
            Map<String, List<WriteRequest>> items = left;
            left = dynamoDb.batchWriteItem(request -> request.requestItems(items))
                    .unprocessedItems();
            if (left.isEmpty()) {
                return;
            }
            Thread.sleep(pause);
            pause = Math.min(2 * pause, 5_000);
        }
    }
}
