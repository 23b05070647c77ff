package io.ddbvault.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A COMPLETED export of one table.
 *
 * @param dataTime the point in time that its data stands at
 * @param counted whether items and bytes are known; the Python original's manifests say 0 where they are not
 * @param took null where unknown
 */
public record TableNight(
        LocalDate date,
        Instant dataTime,
        boolean counted,
        long items,
        long bytes,
        @Nullable Duration took) {}
