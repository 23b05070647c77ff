package io.ddbvault.testkit.random;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Damages bytes at random, a little or a lot: flipped bits, other bytes, cuts, holes, repeated and swapped parts, and
 * pieces that readers of JSON trip over. Not thread-safe.
 */
public final class DamageBytes {
    private static final List<byte[]> PIECES = List.of(
            utf8("\""),
            utf8("\\"),
            utf8("\\u"),
            utf8("\\ud800"),
            utf8("{"),
            utf8("}"),
            utf8("["),
            utf8("]"),
            utf8(","),
            utf8(":"),
            utf8("\n"),
            utf8("\r\n"),
            utf8(" "),
            new byte[] {0},
            new byte[] {(byte) 0xc0, (byte) 0x80},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
            new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            utf8("null"),
            utf8("true"),
            utf8("-1"),
            utf8("0.5"),
            utf8("1e999999999"),
            utf8("9223372036854775807"),
            utf8("9223372036854775808"),
            utf8("18446744073709551616"),
            utf8("{\"S\":\"x\"}"),
            utf8("{\"M\":{}}"),
            utf8("{\"L\":[]}"),
            utf8("{\"SS\":[]}"),
            utf8("{\"N\":\"--1\"}"),
            utf8("{\"B\":\"A===\"}"),
            utf8("\"Item\":"),
            utf8("{\"Item\":{}}"),
            utf8("../"),
            utf8("%2e%2e/"),
            utf8("//"),
            utf8("\\u0000"),
            utf8("[".repeat(1000)),
            utf8("{\"a\":".repeat(1000)),
            utf8("{\"L\":[".repeat(100)),
            utf8("9".repeat(2000)));

    private final SplittableRandom random;

    public DamageBytes(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A damaged copy; now and then an equal one. */
    public byte[] damage(byte[] bytes) {
        byte[] damaged = bytes.clone();
        int times = random.nextInt(4) == 0 ? 1 + random.nextInt(20) : 1;
        for (int i = 0; i < times; i++) {
            damaged = once(damaged);
        }
        return damaged;
    }

    private byte[] once(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int length = Math.min(1 + random.nextInt(1 << random.nextInt(8)), bytes.length - at);
        byte[] part = Arrays.copyOfRange(bytes, at, at + length);
        return switch (random.nextInt(9)) {
            case 0 -> at < bytes.length ? with(bytes, at, (byte) (bytes[at] ^ (1 << random.nextInt(8)))) : bytes;
            case 1 -> at < bytes.length ? with(bytes, at, (byte) random.nextInt(256)) : bytes;
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> Arrays.copyOfRange(bytes, at, bytes.length);
            case 4 -> replace(bytes, at, at + length, new byte[0]);
            case 5 -> replace(bytes, at, at, part);
            case 6 -> replace(bytes, at, at, PIECES.get(random.nextInt(PIECES.size())));
            case 7 -> replace(bytes, at, at + length, PIECES.get(random.nextInt(PIECES.size())));
            default -> swap(bytes, at, length);
        };
    }

    /** Exchanges a part with what stands at another place. */
    private byte[] swap(byte[] bytes, int at, int length) {
        int other = random.nextInt(bytes.length - length + 1);
        byte[] swapped = bytes.clone();
        for (int i = 0; i < length; i++) {
            byte one = swapped[at + i];
            swapped[at + i] = swapped[other + i];
            swapped[other + i] = one;
        }
        return swapped;
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] replace(byte[] bytes, int from, int to, byte[] by) {
        byte[] replaced = Arrays.copyOf(bytes, bytes.length - (to - from) + by.length);
        System.arraycopy(by, 0, replaced, from, by.length);
        System.arraycopy(bytes, to, replaced, from + by.length, bytes.length - to);
        return replaced;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
