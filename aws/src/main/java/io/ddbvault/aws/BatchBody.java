package io.ddbvault.aws;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.ddbvault.core.model.WriteBatch;
import java.nio.charset.StandardCharsets;

/**
 * The body of a BatchWriteItem request: the batch's slices, copied as they are into the frame that DynamoDB wants. An item
 * is never parsed on its way, so what the export holds is what DynamoDB gets.
 */
final class BatchBody {
    private static final byte[] PUT = ascii("{\"PutRequest\":{\"Item\":");
    private static final byte[] DELETE = ascii("{\"DeleteRequest\":{\"Key\":");
    private static final byte[] BEFORE_TABLE = ascii("{\"RequestItems\":{\"");
    private static final byte[] AFTER_TABLE = ascii("\":[");
    private static final byte[] AFTER_ITEM = ascii("}}");
    /** TOTAL is the sum over the table and its indexes; INDEXES would only break it down. */
    private static final byte[] END = ascii("]},\"ReturnConsumedCapacity\":\"TOTAL\"}");

    private final byte[] body;
    private int used;

    private BatchBody(int length) {
        this.body = new byte[length];
    }

    static byte[] of(WriteBatch batch) {
        byte[] table = JsonStringEncoder.getInstance().quoteAsUTF8(batch.table());
        byte[] open = switch (batch.operation()) {
            case PUT -> PUT;
            case DELETE -> DELETE;
        };
        int frame = BEFORE_TABLE.length + table.length + AFTER_TABLE.length + END.length;
        int perItem = open.length + AFTER_ITEM.length + 1;
        BatchBody spliced = new BatchBody(frame + perItem * batch.size() - 1 + batch.byteCount());
        spliced.append(BEFORE_TABLE).append(table).append(AFTER_TABLE);
        for (int index = 0; index < batch.size(); index++) {
            if (index > 0) {
                spliced.body[spliced.used++] = ',';
            }
            spliced.append(open)
                    .append(batch.bytes(), batch.start(index), batch.end(index))
                    .append(AFTER_ITEM);
        }
        return spliced.append(END).body;
    }

    private BatchBody append(byte[] bytes) {
        return append(bytes, 0, bytes.length);
    }

    private BatchBody append(byte[] bytes, int from, int to) {
        System.arraycopy(bytes, from, body, used, to - from);
        used += to - from;
        return this;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
