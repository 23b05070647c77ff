package io.ddbvault.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Some connections that take turns; each has one request on its way at most. Not thread-safe. */
final class PostConnections implements AutoCloseable {
    private static final String OK = "HTTP/1.1 200 ";
    private static final String LENGTH = "Content-Length: ";

    private final SocketChannel[] channels;
    private final boolean[] waiting;
    private final ByteBuffer answer = ByteBuffer.allocateDirect(4096);
    private final byte[] text = new byte[4096];
    private int turn;

    PostConnections(InetSocketAddress address, int count) throws IOException {
        channels = new SocketChannel[count];
        waiting = new boolean[count];
        for (int i = 0; i < count; i++) {
            channels[i] = SocketChannel.open(address);
            channels[i].setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    /** Returns when the request is sent; its answer is waited for when this connection's turn comes again. */
    void post(PostBody request) throws IOException {
        await(turn);
        ByteBuffer bytes = request.request().duplicate();
        while (bytes.hasRemaining()) {
            channels[turn].write(bytes);
        }
        waiting[turn] = true;
        turn = (turn + 1) % channels.length;
    }

    void awaitAll() throws IOException {
        for (int i = 0; i < channels.length; i++) {
            await(i);
        }
    }

    private void await(int channel) throws IOException {
        if (!waiting[channel]) {
            return;
        }
        answer.clear();
        do {
            if (channels[channel].read(answer) < 0) {
                throw new EOFException("no answer");
            }
        } while (!complete());
        waiting[channel] = false;
    }

    /** Whether all of the answer is there. */
    private boolean complete() throws IOException {
        answer.get(0, text, 0, answer.position());
        String read = new String(text, 0, answer.position(), US_ASCII);
        int body = read.indexOf("\r\n\r\n") + 4;
        if (body < 4) {
            return false;
        }
        if (!read.startsWith(OK)) {
            throw new IOException("an answer that is no success");
        }
        int length = read.indexOf(LENGTH) + LENGTH.length();
        return read.length() - body >= Integer.parseInt(read, length, read.indexOf('\r', length), 10);
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
