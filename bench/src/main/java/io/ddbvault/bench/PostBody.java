package io.ddbvault.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * A BatchWriteItem request that was made before it is needed.
 *
 * @param body for the hash
 * @param request head and body, for the socket; outside the heap, so that it is copied once only, by the kernel
 */
record PostBody(byte[] body, ByteBuffer request) {

    /** Of the first so many of the lines, each of them as long as it says. */
    static PostBody of(ItemSize size, byte[] lines, int line, int items) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(ascii("{\"RequestItems\":{\"" + size.table() + "\":["));
        for (int i = 0; i < items; i++) {
            body.writeBytes(ascii(i == 0 ? "{\"PutRequest\":{\"Item\":" : ",{\"PutRequest\":{\"Item\":"));
            body.write(lines, i * line + MakeData.BEFORE_ITEM.length(), size.bytes());
            body.writeBytes(ascii("}}"));
        }
        body.writeBytes(ascii("]},\"ReturnConsumedCapacity\":\"TOTAL\"}"));
        byte[] head = ascii(
                "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: DynamoDB_20120810.BatchWriteItem\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: %d\r\n\r\n"
                        .formatted(body.size()));
        ByteBuffer request = ByteBuffer.allocateDirect(head.length + body.size())
                .put(head)
                .put(body.toByteArray())
                .flip();
        return new PostBody(body.toByteArray(), request);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
