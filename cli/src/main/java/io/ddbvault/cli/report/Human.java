package io.ddbvault.cli.report;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
public final class Human {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Human() {}

    /** {@code 50,000}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 item}, {@code 50,000 items}. */
    public static String count(long count, String noun) {
        return count(count) + " " + (count == 1 ? noun : noun + "s");
    }

    /** {@code 512 B}, {@code 15.2 MiB}. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** {@code 0.4 s}, {@code 59.9 s}, {@code 1:00}, {@code 26:03:20}. */
    public static String duration(Duration duration) {
        long tenths = (duration.toMillis() + 50) / 100;
        if (tenths < 600) {
            return String.format(Locale.ROOT, "%d.%d s", tenths / 10, tenths % 10);
        }
        return clock(duration);
    }

    /** {@code 0:07}, {@code 1:00}, {@code 26:03:20}. */
    public static String clock(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
