package io.ddbvault.cli;

import io.ddbvault.aws.Transport;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.restore.ClearMode;
import io.ddbvault.core.restore.RestoreId;
import io.ddbvault.core.restore.RestoreRequest;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Option values from text. Each says what is allowed where the text is something else. */
final class Values {
    static final String LATEST = "latest";

    private Values() {}

    /** {@code YYYY-MM-DD}. */
    static final class Date implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            return date(text, "a date of the form YYYY-MM-DD");
        }
    }

    /** {@code YYYY-MM-DD}, or null for {@code latest}. */
    static final class LatestOrDate implements ITypeConverter<@Nullable LocalDate> {
        @Override
        public @Nullable LocalDate convert(String text) {
            return text.equals(LATEST) ? null : date(text, "'latest' or a date of the form YYYY-MM-DD");
        }
    }

    /** @param date null for {@code latest} */
    record BackupDate(@Nullable LocalDate date) {}

    /** As {@link LatestOrDate}, where null stands for what was not given. */
    static final class DateOrLatest implements ITypeConverter<BackupDate> {
        @Override
        public BackupDate convert(String text) {
            return new BackupDate(text.equals(LATEST) ? null : date(text, "'latest' or a date of the form YYYY-MM-DD"));
        }
    }

    /**
     * From when on.
     *
     * @param date null where days are counted
     * @param days the last days, today among them, 1 and more; 0 where a date is given
     */
    record Since(@Nullable LocalDate date, int days) {
        LocalDate from(LocalDate today) {
            return date == null ? today.minusDays(days - 1L) : date;
        }
    }

    /** {@code YYYY-MM-DD} or {@code 30d}. */
    static final class SinceDate implements ITypeConverter<Since> {
        private static final Pattern DAYS = Pattern.compile("(\\d{1,5})d");

        @Override
        public Since convert(String text) {
            Matcher days = DAYS.matcher(text);
            if (days.matches() && !days.group(1).matches("0+")) {
                return new Since(null, Integer.parseInt(days.group(1)));
            }
            return new Since(date(text, "a date of the form YYYY-MM-DD, or a number of days such as 30d"), 0);
        }
    }

    private static LocalDate date(String text, String allowed) {
        try {
            if (text.length() == "YYYY-MM-DD".length()) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            // Refused below, as anything else that is no date.
        }
        throw refuse(text, allowed);
    }

    /** A name that DynamoDB allows. */
    static final class TableName implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (!Settings.isTableName(text)) {
                throw refuse(text, "a table's name");
            }
            return text;
        }
    }

    /** As a restore is called. */
    static final class IdOfRestore implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (!RestoreId.isOne(text)) {
                throw refuse(text, "a restore's id such as 20250722T030000Z-1a2b3c4d");
            }
            return text;
        }
    }

    /** How many to keep. */
    static final class Count implements ITypeConverter<Integer> {
        private static final int MAX = 100_000;

        @Override
        public Integer convert(String text) {
            int count = wholeNumber(text);
            if (count < 0 || count > MAX) {
                throw refuse(text, "a whole number from 0 to " + MAX);
            }
            return count;
        }
    }

    /** {@code auto}; the engines themselves are started by other programs. */
    static final class EngineChoice implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (!text.equals("auto")) {
                throw refuse(text, "'auto', which says how each of the others is started");
            }
            return text;
        }
    }

    /** A number of minutes, hours or days. */
    static final class TimeSpan implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,4})([mhd])");

        @Override
        public Duration convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw refuse(text, "a time such as 90m, 8h or 2d");
            }
            long count = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
        }
    }

    /** The range that a restore allows. */
    static final class Workers implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            int workers = wholeNumber(text);
            if (workers < RestoreRequest.MIN_WORKERS || workers > RestoreRequest.MAX_WORKERS) {
                throw refuse(
                        text,
                        "a whole number from %d to %d"
                                .formatted(RestoreRequest.MIN_WORKERS, RestoreRequest.MAX_WORKERS));
            }
            return workers;
        }
    }

    /** The range that a restore allows. */
    static final class WriteUnits implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            long units = text.matches("\\d{1,10}") ? Long.parseLong(text) : 0;
            if (units < 1 || units > Integer.MAX_VALUE) {
                throw refuse(text, "a whole number from 1 to " + Integer.MAX_VALUE);
            }
            return (int) units;
        }
    }

    /** A part of the whole, {@code 5%} or {@code 0.5%}, as a fraction. */
    static final class Share implements ITypeConverter<Double> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)%");

        @Override
        public Double convert(String text) {
            Matcher form = FORM.matcher(text);
            double percent = form.matches() ? Double.parseDouble(form.group(1)) : 0;
            if (percent <= 0 || percent > 100) {
                throw refuse(text, "a share above 0% and up to 100%, such as 5%");
            }
            return percent / 100;
        }
    }

    /** How many data files are read side by side. */
    static final class Threads implements ITypeConverter<Integer> {
        private static final int MOST = 64;

        @Override
        public Integer convert(String text) {
            int threads = wholeNumber(text);
            if (threads < 1 || threads > MOST) {
                throw refuse(text, "a whole number from 1 to " + MOST);
            }
            return threads;
        }
    }

    static final class Mode implements ITypeConverter<ClearMode> {
        @Override
        public ClearMode convert(String text) {
            return switch (text) {
                case "before" -> ClearMode.BEFORE;
                case "after" -> ClearMode.AFTER;
                default -> throw refuse(text, "'before' or 'after'");
            };
        }
    }

    /** {@code wire} or {@code sdk}. */
    static final class TransportName implements ITypeConverter<Transport> {
        @Override
        public Transport convert(String text) {
            return Transport.of(text).orElseThrow(() -> refuse(text, "'wire' or 'sdk'"));
        }
    }

    /** A backed up table and the table to write. */
    record Target(String source, String target) {}

    static final class TargetOfTable implements ITypeConverter<Target> {
        @Override
        public Target convert(String text) {
            String[] names = text.split("=", 2);
            if (names.length < 2 || !Settings.isTableName(names[0]) || !Settings.isTableName(names[1])) {
                throw refuse(text, "two tables' names, SOURCE=TARGET");
            }
            return new Target(names[0], names[1]);
        }
    }

    /** 0 takes a free one. */
    static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            int port = wholeNumber(text);
            if (port < 0 || port > 65535) {
                throw refuse(text, "a port from 0 to 65535");
            }
            return port;
        }
    }

    /** -1, which no option allows, for what is no whole number. */
    private static int wholeNumber(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    /** A number of seconds, minutes or hours. */
    static final class Time implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smh])");

        @Override
        public Duration convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches() || form.group(1).matches("0+")) {
                throw refuse(text, "a time such as 90s, 15m or 2h");
            }
            long count = Long.parseLong(form.group(1));
            return switch (form.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofHours(count);
            };
        }
    }

    /** A number of days, such as {@code 400d}. */
    static final class Days implements ITypeConverter<Integer> {
        private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,3})d");

        @Override
        public Integer convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw refuse(text, "a number of days from 1d to 9999d, such as 400d");
            }
            return Integer.parseInt(form.group(1));
        }
    }

    /** A number of seconds, with decimals or without. */
    static final class Seconds implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            if (!text.matches("\\d{1,6}(\\.\\d{1,3})?")) {
                throw refuse(text, "a number of seconds");
            }
            return Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValueExact());
        }
    }

    private static TypeConversionException refuse(String text, String allowed) {
        return new TypeConversionException("'%s' is not %s".formatted(text, allowed));
    }
}
