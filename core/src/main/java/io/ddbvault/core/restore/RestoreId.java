package io.ddbvault.core.restore;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** What a restore is called: when it began, and a random part, as {@code 20250722T030000Z-1a2b3c4d}. Sorts by time. */
public final class RestoreId {
    private static final Pattern FORM = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private RestoreId() {}

    public static String create(Instant now, RandomGenerator random) {
        return TIME.format(now) + "-" + HexFormat.of().toHexDigits(random.nextInt());
    }

    /** When the restore of this id began. */
    public static Instant begun(String id) {
        return TIME.parse(id.substring(0, id.indexOf('-')), Instant::from);
    }

    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** What the lock says of an attempt at a restore: no other process writes the same. */
    static String token(String restoreId, int attempt) {
        return "%s-%d".formatted(restoreId, attempt);
    }
}
