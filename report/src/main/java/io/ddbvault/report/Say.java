package io.ddbvault.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Numbers and times in the page's words. Pure. */
public final class Say {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    /** Beyond this nobody reads a list. */
    private static final int MOST_NAMES = 8;

    private Say() {}

    /** {@code 50,000}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 table}, {@code 50,000 tables}. */
    public static String count(long count, String noun) {
        return count(count) + " " + noun(count, noun);
    }

    /** {@code table}, {@code tables}. */
    public static String noun(long count, String noun) {
        return count == 1 ? noun : noun + "s";
    }

    /** {@code 9,999}, {@code 12.4 M}: for where little room is. */
    public static String shortCount(long count) {
        if (count < 10_000) {
            return count(count);
        }
        double value = count;
        String unit = "";
        for (String larger : List.of("k", "M", "G")) {
            if (value < 999.5) {
                break;
            }
            value /= 1000;
            unit = larger;
        }
        return String.format(Locale.ROOT, value < 99.95 ? "%.1f %s" : "%.0f %s", value, unit);
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

    /** {@code 45 s}, {@code 6 min}, {@code 1 h 12 min}. */
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = (seconds + 30) / 60;
        if (minutes < 60) {
            return minutes + " min";
        }
        return minutes % 60 == 0 ? minutes / 60 + " h" : "%d h %d min".formatted(minutes / 60, minutes % 60);
    }

    /** {@code 40 minutes}, {@code 6 hours}, {@code 3 days}: as a person says how old something is. */
    public static String age(Duration age) {
        if (age.toHours() < 1) {
            return count(Math.max(0, age.toMinutes()), "minute");
        }
        return age.toHours() < 48 ? count(age.toHours(), "hour") : count(age.toDays(), "day");
    }

    /** {@code today}, {@code yesterday}, {@code 12 days ago}. */
    public static String ago(Instant then, LocalDate today) {
        long days =
                today.toEpochDay() - LocalDate.ofInstant(then, ZoneOffset.UTC).toEpochDay();
        return days <= 0 ? "today" : days == 1 ? "yesterday" : count(days, "day") + " ago";
    }

    /** {@code 22 Jul 2025}. */
    public static String date(LocalDate date) {
        return DATE.format(date);
    }

    /** The date of that moment, UTC. */
    public static String date(Instant instant) {
        return DATE.format(LocalDate.ofInstant(instant, ZoneOffset.UTC));
    }

    /** {@code July 2025}. */
    public static String month(YearMonth month) {
        return MONTH.format(month);
    }

    /** {@code 2025-07-22 08:00 UTC}. */
    public static String time(Instant instant) {
        return TIME.format(instant) + " UTC";
    }

    /** {@code 98 %}; 100 only if it is all of them. */
    public static String percent(long part, long whole) {
        return whole == 0 ? "–" : 100 * part / whole + " %";
    }

    /** {@code a, b and c}, and of many the first with how many more. */
    public static String names(List<String> names) {
        if (names.size() > MOST_NAMES) {
            return "%s and %s more"
                    .formatted(
                            String.join(", ", names.subList(0, MOST_NAMES - 1)), count(names.size() - MOST_NAMES + 1));
        }
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.get(names.size() - 1);
    }
}
