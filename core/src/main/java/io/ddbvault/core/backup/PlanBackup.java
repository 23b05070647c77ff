package io.ddbvault.core.backup;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings and request into what this run does. Pure. */
final class PlanBackup {
    private final Settings settings;

    PlanBackup(Settings settings) {
        this.settings = settings;
    }

    /** @throws DdbvaultException {@code INVALID_REQUEST}: no table, or one that is not configured */
    public BackupPlan plan(BackupRequest request, Instant now) {
        List<String> requested = requested(request.tables());
        LocalDate finishDate = request.finishDate();
        if (finishDate != null) {
            return new BackupPlan(finishDate, null, requested, true);
        }
        List<String> tables = requested.isEmpty() ? configured() : requested;
        if (tables.isEmpty()) {
            throw invalid("There is no table to back up: name at least one in DYNAMODB_TABLES.");
        }
        // The trigger's own time, not ours: a delivery after midnight still belongs to the day it was due.
        Instant time = request.time();
        LocalDate date = (time == null ? now : time).atOffset(ZoneOffset.UTC).toLocalDate();
        return new BackupPlan(date, time == null ? request.id() : time.toString(), tables, false);
    }

    private List<String> requested(@Nullable List<String> tables) {
        if (tables == null) {
            return List.of();
        }
        if (tables.isEmpty()) {
            throw invalid("tables is []; name at least one table, or leave the field out for all of DYNAMODB_TABLES.");
        }
        List<String> unknown = new ArrayList<>(new LinkedHashSet<>(tables));
        unknown.removeAll(configured());
        if (!unknown.isEmpty()) {
            throw invalid("tables names %s, which DYNAMODB_TABLES does not hold; it must be a subset of %s."
                    .formatted(String.join(", ", unknown), String.join(", ", configured())));
        }
        return List.copyOf(new LinkedHashSet<>(tables));
    }

    private List<String> configured() {
        List<String> tables = settings.tables();
        return tables == null ? List.of() : tables;
    }

    private static DdbvaultException invalid(String message) {
        return new DdbvaultException(ErrorCode.INVALID_REQUEST, message);
    }
}
