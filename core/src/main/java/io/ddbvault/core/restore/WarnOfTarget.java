package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.EstimateWrites.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is set on a table that makes a restore into it end or act otherwise than one would think. None of it stops a
 * restore: on a bad day it may well be meant.
 */
final class WarnOfTarget {
    /** What DynamoDB may let through at once: five minutes' worth of capacity that was not used before. */
    private static final Duration BURST = Duration.ofMinutes(5);

    private final Tables tables;

    WarnOfTarget(Tables tables) {
        this.tables = tables;
    }

    List<String> warnings(ValidatedTable table, RestoreRequest request) {
        List<String> warnings = new ArrayList<>();
        String name = table.name();
        TableSettings settings = table.table().settings();
        timeToLive(name).ifPresent(warnings::add);
        if (settings.stream()) {
            warnings.add(
                    "%s has a stream: each of the %s%d puts%s reaches its consumers, such as Lambda functions. Stop them before the restore if they must not act on it."
                            .formatted(
                                    name,
                                    request.writeMode().keeps() ? "up to " : "",
                                    table.contents().itemCount(),
                                    request.clearExistingData() ? " and each delete" : ""));
        }
        if (!settings.replicas().isEmpty()) {
            warnings.add("%s is a global table: what is %s here, is so in %s too."
                    .formatted(
                            name,
                            request.clearExistingData() ? "written and deleted" : "written",
                            String.join(", ", settings.replicas())));
        }
        EstimateWrites.slowestCapacity(table, request)
                .filter(limit -> limit.duration().compareTo(BURST) > 0)
                .ifPresent(limit -> warnings.add(lowCapacity(name, limit)));
        return warnings;
    }

    private Optional<String> timeToLive(String table) {
        try {
            return tables.timeToLive(table)
                    .map(attribute ->
                            "%s has TTL on its attribute %s: DynamoDB deletes again, in the days after the restore, the items that have expired by now. Switch TTL off before it to keep them."
                                    .formatted(table, attribute));
        } catch (DdbvaultException e) {
            // A restore must not fail for want of a right that it does not need to restore.
            return Optional.of(
                    "Whether %s has TTL, by which DynamoDB would delete expired items again, could not be checked: %s"
                            .formatted(table, e.text()));
        }
    }

    private static String lowCapacity(String table, Limit limit) {
        return "The restore of %s takes %s or more: the %s of %s is %d write units a second, and about %d are needed. Raise it before the restore."
                .formatted(
                        table,
                        hours(limit.duration()),
                        limit.capacity().provisioned() ? "provisioned capacity" : "on-demand maximum",
                        limit.where(),
                        limit.capacity().unitsPerSecond(),
                        limit.units());
    }

    private static String hours(Duration duration) {
        return duration.toHours() == 0
                ? duration.toMinutes() + " minutes"
                : String.format(Locale.ROOT, "%.1f hours", duration.toSeconds() / 3600.0);
    }
}
