package io.ddbvault.core.manifest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as manifests and answers spell them. */
public final class Timestamps {
    private Timestamps() {}

    /** {@code 2025-07-22T02:00:04Z}: whole seconds, UTC. */
    public static String format(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** @return null for null */
    public static @Nullable String formatOrNull(@Nullable Instant instant) {
        return instant == null ? null : format(instant);
    }

    /** Also takes an offset, or none (then UTC), as Python writes them; the epoch for what is no time. */
    public static Instant parse(@Nullable String text) {
        if (text == null) {
            return Instant.EPOCH;
        }
        try {
            return DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from)
                            instanceof OffsetDateTime zoned
                    ? zoned.toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
