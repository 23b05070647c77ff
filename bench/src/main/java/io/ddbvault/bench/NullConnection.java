package io.ddbvault.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers one connection's requests, one after the other, until it is closed. */
final class NullConnection implements Runnable {
    private static final Pattern TABLE = Pattern.compile("\"TableName\"\\s*:\\s*\"([^\"]+)\"");
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII);

    private final Socket socket;
    private final NullDynamoDb counts;
    private final WriteAnswers writeAnswers = new WriteAnswers();
    private byte[] buffer = new byte[64 << 10];
    private int used;

    NullConnection(Socket socket, NullDynamoDb counts) {
        this.socket = socket;
        this.counts = counts;
    }

    @Override
    public void run() {
        try (Socket closed = socket;
                InputStream in = closed.getInputStream();
                OutputStream out = closed.getOutputStream()) {
            while (answer(in, out)) {
                // One request after the other.
            }
        } catch (IOException e) {
            // A client that goes away has its reasons; what it wrote is counted.
        }
    }

    /** Whether there was a request. */
    private boolean answer(InputStream in, OutputStream out) throws IOException {
        RequestHead head = null;
        while (head == null) {
            head = RequestHead.read(buffer, used);
            if (head == null && !readMore(in)) {
                return false;
            }
        }
        if (head.expectsContinue()) {
            out.write(CONTINUE);
        }
        int end = head.length() + head.contentLength();
        if (end > buffer.length) {
            buffer = Arrays.copyOf(buffer, end);
        }
        while (used < end) {
            if (!readMore(in)) {
                return false;
            }
        }
        out.write(answer(head, end));
        System.arraycopy(buffer, end, buffer, 0, used - end);
        used -= end;
        return true;
    }

    private boolean readMore(InputStream in) throws IOException {
        if (used == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int read = in.read(buffer, used, buffer.length - used);
        used += Math.max(read, 0);
        return read >= 0;
    }

    private byte[] answer(RequestHead head, int end) {
        return switch (head.call()) {
            case "BatchWriteItem" -> {
                int items = CountPuts.in(buffer, head.length(), end);
                counts.count(items);
                pause();
                yield writeAnswers.to(buffer, head.length(), end, items);
            }
            case "DescribeTable" ->
                Answers.ok(
                        "{\"Table\":{\"TableName\":\"%1$s\",\"TableStatus\":\"ACTIVE\",\"TableArn\":\"arn:aws:dynamodb:eu-west-1:111122223333:table/%1$s\",\"TableId\":\"0f0e0d0c-0b0a-4908-8706-050403020100\",\"CreationDateTime\":1.7E9,\"ItemCount\":0,\"TableSizeBytes\":0,\"BillingModeSummary\":{\"BillingMode\":\"PAY_PER_REQUEST\"},\"ProvisionedThroughput\":{\"NumberOfDecreasesToday\":0,\"ReadCapacityUnits\":0,\"WriteCapacityUnits\":0},\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}]}}"
                                .formatted(table(head, end)));
            case "DescribeTimeToLive" -> Answers.ok("{\"TimeToLiveDescription\":{\"TimeToLiveStatus\":\"DISABLED\"}}");
            case "DescribeContinuousBackups" ->
                Answers.ok(
                        "{\"ContinuousBackupsDescription\":{\"ContinuousBackupsStatus\":\"ENABLED\",\"PointInTimeRecoveryDescription\":{\"PointInTimeRecoveryStatus\":\"DISABLED\"}}}");
            case "Scan" -> Answers.ok("{\"Count\":0,\"ScannedCount\":0,\"Items\":[]}");
            case "GET /counts" -> Answers.ok(counts.counts());
            case "POST /reset" -> {
                counts.reset();
                yield Answers.ok("{}");
            }
            default -> Answers.unknown();
        };
    }

    /** Takes time, and no processor. */
    private void pause() {
        if (counts.latencyMillis() > 0) {
            try {
                Thread.sleep(counts.latencyMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String table(RequestHead head, int end) {
        Matcher name = TABLE.matcher(new String(buffer, head.length(), end - head.length(), UTF_8));
        return name.find() ? name.group(1) : "unknown";
    }
}
