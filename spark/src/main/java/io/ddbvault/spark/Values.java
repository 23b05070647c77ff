package io.ddbvault.spark;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.restore.RestoreId;
import io.ddbvault.core.restore.RestoreRequest;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Option values from text. Each says what is allowed where the text is something else. */
final class Values {
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
            return text.equals("latest") ? null : date(text, "'latest' or a date of the form YYYY-MM-DD");
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

    /** 1 and more. */
    static final class Positive implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            long number = text.matches("\\d{1,10}") ? Long.parseLong(text) : 0;
            if (number < 1 || number > Integer.MAX_VALUE) {
                throw refuse(text, "a whole number from 1 to " + Integer.MAX_VALUE);
            }
            return (int) number;
        }
    }

    /** The range that a restore allows. */
    static final class Workers implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            int workers = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
            if (workers < RestoreRequest.MIN_WORKERS || workers > RestoreRequest.MAX_WORKERS) {
                throw refuse(
                        text,
                        "a whole number from %d to %d"
                                .formatted(RestoreRequest.MIN_WORKERS, RestoreRequest.MAX_WORKERS));
            }
            return workers;
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

    private static TypeConversionException refuse(String text, String allowed) {
        return new TypeConversionException("'%s' is not %s".formatted(text, allowed));
    }
}
