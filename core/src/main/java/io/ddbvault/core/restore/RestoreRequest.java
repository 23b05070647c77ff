package io.ddbvault.core.restore;

import io.ddbvault.core.key.RequestedKey;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a restore is asked to do.
 *
 * @param date the backup's date; null for the latest
 * @param tables the tables to restore; null for all in the backup that may be written
 * @param targetTables the table to write to, by the name of the backed up table, where it is another one
 * @param dryRun validate everything, write nothing
 * @param clearExistingData the table ends up with none of the items that it held before
 * @param clearMode when these are deleted
 * @param maxWorkers calls that write, of all tables together, that may be on their way at a time, {@value #MIN_WORKERS} to
 *     {@value #MAX_WORKERS}
 * @param maxWriteUnits the most write units a second that a table's restore may consume, 1 and more; null for no limit
 * @param allOrNothing one table that fails validation stops all of them
 * @param allowEnvironmentMismatch lifts the naming guard
 * @param restoreId the restore to go on with, which says all the rest; null for a new one
 * @param rejects keys of the objects of what earlier restores could not write, to be written in place of a backup; empty
 *     for a backup. They say which tables are written: date, tables and targets are not looked at
 * @param keys the items to restore, of one table; empty for all items. Not together with a clear
 * @param writeMode which of the items are written. Not together with a clear
 */
public record RestoreRequest(
        @Nullable LocalDate date,
        @Nullable List<String> tables,
        Map<String, String> targetTables,
        boolean dryRun,
        boolean clearExistingData,
        ClearMode clearMode,
        int maxWorkers,
        @Nullable Integer maxWriteUnits,
        boolean allOrNothing,
        boolean allowEnvironmentMismatch,
        @Nullable String restoreId,
        List<String> rejects,
        List<RequestedKey> keys,
        WriteMode writeMode) {
    public static final int MIN_WORKERS = 1;
    public static final int MAX_WORKERS = 256;
    public static final int DEFAULT_WORKERS = 5;

    /** The latest backup, all tables, nothing cleared. */
    public static final RestoreRequest LATEST = new RestoreRequest(null, null, false, false, DEFAULT_WORKERS);

    public RestoreRequest {
        targetTables = Collections.unmodifiableMap(new LinkedHashMap<>(targetTables));
        rejects = List.copyOf(rejects);
        keys = List.copyOf(keys);
        if (clearExistingData && writeMode.keeps()) {
            throw new IllegalArgumentException("a clear leaves nothing that could be kept");
        }
    }

    /** A request for a backup's items. */
    public RestoreRequest(
            @Nullable LocalDate date,
            @Nullable List<String> tables,
            Map<String, String> targetTables,
            boolean dryRun,
            boolean clearExistingData,
            ClearMode clearMode,
            int maxWorkers,
            @Nullable Integer maxWriteUnits,
            boolean allOrNothing,
            boolean allowEnvironmentMismatch,
            @Nullable String restoreId) {
        this(
                date,
                tables,
                targetTables,
                dryRun,
                clearExistingData,
                clearMode,
                maxWorkers,
                maxWriteUnits,
                allOrNothing,
                allowEnvironmentMismatch,
                restoreId,
                List.of(),
                List.of(),
                WriteMode.ALL);
    }

    /** A request with defaults for the other fields. */
    public RestoreRequest(
            @Nullable LocalDate date,
            @Nullable List<String> tables,
            boolean dryRun,
            boolean clearExistingData,
            int maxWorkers) {
        this(date, tables, Map.of(), dryRun, clearExistingData, ClearMode.BEFORE, maxWorkers, null, false, false, null);
    }

    /** Goes on with a restore that stopped before its end. */
    public static RestoreRequest goOnWith(String restoreId) {
        return new RestoreRequest(
                null, null, Map.of(), false, false, ClearMode.BEFORE, DEFAULT_WORKERS, null, false, false, restoreId);
    }

    /** The name of the table that is written from the backup of this one. */
    public String target(String source) {
        return targetTables.getOrDefault(source, source);
    }

    /** A builder that begins with this request's fields. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Changes some fields of a request. */
    public static final class Builder {
        private final RestoreRequest from;
        private @Nullable LocalDate date;
        private @Nullable List<String> tables;
        private boolean dryRun;
        private Map<String, String> targetTables;
        private ClearMode clearMode;
        private int maxWorkers;
        private @Nullable Integer maxWriteUnits;
        private boolean allOrNothing;
        private boolean allowEnvironmentMismatch;
        private List<String> rejects;
        private List<RequestedKey> keys;
        private WriteMode writeMode;

        private Builder(RestoreRequest from) {
            this.from = from;
            this.date = from.date;
            this.tables = from.tables;
            this.dryRun = from.dryRun;
            this.targetTables = from.targetTables;
            this.clearMode = from.clearMode;
            this.maxWorkers = from.maxWorkers;
            this.maxWriteUnits = from.maxWriteUnits;
            this.allOrNothing = from.allOrNothing;
            this.allowEnvironmentMismatch = from.allowEnvironmentMismatch;
            this.rejects = from.rejects;
            this.keys = from.keys;
            this.writeMode = from.writeMode;
        }

        public Builder date(@Nullable LocalDate day) {
            date = day;
            return this;
        }

        public Builder tables(@Nullable List<String> names) {
            tables = names;
            return this;
        }

        public Builder dryRun(boolean wanted) {
            dryRun = wanted;
            return this;
        }

        public Builder targetTables(Map<String, String> targets) {
            targetTables = targets;
            return this;
        }

        public Builder clearMode(ClearMode mode) {
            clearMode = mode;
            return this;
        }

        public Builder maxWorkers(int count) {
            maxWorkers = count;
            return this;
        }

        public Builder maxWriteUnits(@Nullable Integer unitsPerSecond) {
            maxWriteUnits = unitsPerSecond;
            return this;
        }

        public Builder allOrNothing(boolean wanted) {
            allOrNothing = wanted;
            return this;
        }

        public Builder allowEnvironmentMismatch(boolean allowed) {
            allowEnvironmentMismatch = allowed;
            return this;
        }

        public Builder rejects(List<String> keys) {
            rejects = keys;
            return this;
        }

        public Builder keys(List<RequestedKey> ofItems) {
            keys = ofItems;
            return this;
        }

        public Builder writeMode(WriteMode mode) {
            writeMode = mode;
            return this;
        }

        public RestoreRequest build() {
            return new RestoreRequest(
                    date,
                    tables,
                    targetTables,
                    dryRun,
                    from.clearExistingData,
                    clearMode,
                    maxWorkers,
                    maxWriteUnits,
                    allOrNothing,
                    allowEnvironmentMismatch,
                    from.restoreId,
                    rejects,
                    keys,
                    writeMode);
        }
    }
}
