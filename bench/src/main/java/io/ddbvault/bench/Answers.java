package io.ddbvault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32;

/** Whole HTTP answers, with the headers that DynamoDB gives. */
final class Answers {
    private Answers() {}

    static byte[] ok(String json) {
        return answer("200 OK", json);
    }

    static byte[] unknown() {
        return answer(
                "400 Bad Request",
                "{\"__type\":\"com.amazon.coral.service#UnknownOperationException\",\"message\":\"\"}");
    }

    private static byte[] answer(String status, String json) {
        byte[] body = json.getBytes(UTF_8);
        CRC32 crc = new CRC32();
        crc.update(body);
        return "HTTP/1.1 %s\r\nServer: Server\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: %d\r\nConnection: keep-alive\r\nx-amzn-RequestId: 7PJ4LKS0JNSM0BENCH000000000000000000000000000000000\r\nx-amz-crc32: %d\r\n\r\n%s"
                .formatted(status, body.length, crc.getValue(), json)
                .getBytes(UTF_8);
    }
}
