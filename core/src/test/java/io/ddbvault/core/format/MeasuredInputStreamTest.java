package io.ddbvault.core.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class MeasuredInputStreamTest {
    @Test
    void countsAndHashesEveryByteWhicheverWayItIsRead() throws Exception {
        byte[] bytes = "0123456789".repeat(5000).getBytes(UTF_8);
        MeasuredInputStream in = new MeasuredInputStream(new ByteArrayInputStream(bytes));

        assertThat(in.read()).isEqualTo('0');
        assertThat(in.skip(9)).isEqualTo(9);
        assertThat(in.readNBytes(10)).isEqualTo("0123456789".getBytes(UTF_8));
        in.drain();

        assertThat(in.count()).isEqualTo(bytes.length);
        assertThat(in.md5())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("MD5").digest(bytes)));
    }

    @Test
    void gzipMembersAreAllReadThoughTheNetworkSaysNothingIsAvailable() throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(gzip("first\n"));
        members.write(gzip("second\n"));
        InputStream network = new FilterInputStream(new ByteArrayInputStream(members.toByteArray())) {
            @Override
            public int available() {
                return 0;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(length, gzip("first\n").length));
            }
        };

        try (GZIPInputStream in = new GZIPInputStream(new MeasuredInputStream(network))) {
            assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("first\nsecond\n");
        }
    }

    @Test
    void zerosAreBytesLikeAnyOther() throws IOException {
        MeasuredInputStream in = new MeasuredInputStream(new ByteArrayInputStream(new byte[10]));

        assertThat(in.read()).isZero();
        assertThat(in.skip(4)).isEqualTo(4);
        assertThat(in.count()).isEqualTo(5);
        assertThat(in.skip(100)).isEqualTo(5);
        assertThat(in.read()).isEqualTo(-1);
    }

    @Test
    void somethingIsAvailableUntilTheEndWasSeen() throws IOException {
        MeasuredInputStream in = new MeasuredInputStream(new ByteArrayInputStream(new byte[2]) {
            @Override
            public synchronized int available() {
                return 0;
            }
        });

        assertThat(in.read(new byte[5], 0, 0)).isZero();
        assertThat(in.available()).isEqualTo(1);
        assertThat(in.read(new byte[5], 0, 5)).isEqualTo(2);
        assertThat(in.available()).isEqualTo(1);
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.available()).isZero();
    }

    /** Else someone could go back, and bytes would be hashed twice. */
    @Test
    void noPlaceCanBeMarked() {
        assertThat(new MeasuredInputStream(new ByteArrayInputStream(new byte[2])).markSupported())
                .isFalse();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
