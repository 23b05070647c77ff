package io.ddbvault.testkit.proxy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * What a client gets.
 *
 * @param headers but for those about the connection
 * @param length of the body, also where none is sent because a HEAD was asked; -1 where the status has none
 */
record Answer(int status, Map<String, List<String>> headers, long length, InputStream body) implements AutoCloseable {

    static Answer of(int status, Map<String, List<String>> headers, byte[] body) {
        return new Answer(status, headers, body.length, new ByteArrayInputStream(body));
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
