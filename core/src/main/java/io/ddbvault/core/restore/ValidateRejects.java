package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.CheckRejects.CheckedRejects;
import io.ddbvault.core.restore.ValidatedBackup.Refusal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks, before anything is written, the rejects objects that a request names and the tables that they are of. The
 * restore that left them says which backup and which environment they are of.
 */
final class ValidateRejects {
    private final Settings settings;
    private final BackupLayout layout;
    private final BackupReader backups;
    private final Tables tables;
    private final ReadCheckpoint readCheckpoint;
    private final CheckRejects checkRejects;
    private final GuardEnvironment guardEnvironment;

    ValidateRejects(Settings settings, BackupLayout layout, BackupReader backups, Tables tables) {
        this.settings = settings;
        this.layout = layout;
        this.backups = backups;
        this.tables = tables;
        this.readCheckpoint = new ReadCheckpoint(backups, layout);
        this.checkRejects = new CheckRejects(backups);
        this.guardEnvironment = new GuardEnvironment(settings);
    }

    /**
     * @return dated by the newest of the backups that the rejects are of
     * @throws DdbvaultException for what concerns the whole request: a key that is none, an object that is missing or of
     *     no table, another environment, a table that may not be written
     */
    ValidatedBackup validate(RestoreRequest request, Stop stop) {
        Set<String> keys = keys(request);
        List<RestoreCheckpoint> origins = origins(keys);
        Map<String, List<CheckedRejects>> objects = objects(keys, stop);
        List<String> order = List.copyOf(objects.keySet());
        order.forEach(this::requireAllowed);
        LocalDate date = origins.stream()
                .map(RestoreCheckpoint::date)
                .max(LocalDate::compareTo)
                .orElseThrow();
        List<String> warnings = new ArrayList<>();
        warnings.addAll(guardEnvironment.check(date, environment(origins), order, request.allowEnvironmentMismatch()));
        objects.values().forEach(ofTable -> ofTable.forEach(object -> warnOfNoItems(object, warnings)));
        Map<String, ValidatedTable> valid = new LinkedHashMap<>();
        Map<String, Refusal> refused = new LinkedHashMap<>();
        objects.forEach((table, ofTable) -> {
            try {
                valid.put(table, table(table, ofTable));
            } catch (DdbvaultException e) {
                if (e.code().concernsTheRun()) {
                    throw e;
                }
                refused.put(table, new Refusal(table, null, e.code(), e.text()));
            }
        });
        return new ValidatedBackup(date, order, valid, refused, warnings);
    }

    /**
     * The objects as they are now, by the table that their lines name, without those that are none any more.
     *
     * @throws DdbvaultException as {@link #validate} does for a key that is none; {@code STOPPED}; what the bucket throws
     */
    Map<String, List<CheckedFile>> look(RestoreRequest request, Stop stop) {
        Map<String, List<CheckedFile>> files = new LinkedHashMap<>();
        for (String key : keys(request)) {
            try {
                CheckedRejects object = checkRejects.check(key, stop);
                files.computeIfAbsent(object.table(), table -> new ArrayList<>())
                        .add(object.file());
            } catch (DdbvaultException e) {
                // Its table may be done with; if not, its rejects are no longer those that it began with.
                if (e.code() != ErrorCode.OBJECT_MISSING && e.code() != ErrorCode.INVALID_REQUEST) {
                    throw e;
                }
            }
        }
        return files;
    }

    private Map<String, List<CheckedRejects>> objects(Set<String> keys, Stop stop) {
        Map<String, List<CheckedRejects>> objects = new LinkedHashMap<>();
        for (String key : keys) {
            CheckedRejects object = checkRejects.check(key, stop);
            objects.computeIfAbsent(object.table(), table -> new ArrayList<>()).add(object);
        }
        return objects;
    }

    /** Each once: written twice, its items would be counted twice. */
    private Set<String> keys(RestoreRequest request) {
        Set<String> keys = new LinkedHashSet<>();
        request.rejects().forEach(given -> keys.add(key(given)));
        return keys;
    }

    /** A report for people names objects with their bucket. */
    private String key(String given) {
        String bucket = backups.uri("");
        String key = given.startsWith(bucket) ? given.substring(bucket.length()) : given;
        if (!layout.contains(key) || !RestoreId.isOne(restoreId(key))) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_REQUEST,
                    "%s is no rejects object: those lie under %s, each in the folder of its restore. A restore's result names it as rejects_key."
                            .formatted(given, backups.uri(layout.restores())));
        }
        return key;
    }

    /** The restore in whose folder a key lies; something else if it lies in none. */
    private String restoreId(String key) {
        int from = layout.restores().length();
        int slash = key.startsWith(layout.restores()) ? key.indexOf('/', from) : -1;
        return slash < 0 ? "" : key.substring(from, slash);
    }

    private List<RestoreCheckpoint> origins(Set<String> keys) {
        return keys.stream()
                .map(this::restoreId)
                .distinct()
                .map(id -> readCheckpoint.read(id).checkpoint())
                .toList();
    }

    private String environment(List<RestoreCheckpoint> origins) {
        return origins.stream()
                .map(RestoreCheckpoint::environment)
                .filter(environment -> !environment.equals(settings.environment()))
                .findFirst()
                .orElse(settings.environment());
    }

    private void requireAllowed(String table) {
        List<String> allowed = settings.tables();
        if (allowed != null && !allowed.contains(table)) {
            throw new DdbvaultException(
                    ErrorCode.TABLE_NOT_ALLOWED,
                    "%s may not be written: DYNAMODB_TABLES allows %s. Add it there, or leave its rejects out."
                            .formatted(table, String.join(", ", allowed)));
        }
    }

    private void warnOfNoItems(CheckedRejects object, List<String> warnings) {
        long none = object.lines() - object.items();
        if (none > 0) {
            warnings.add("%d of the %d lines of %s are no items; they stay rejected."
                    .formatted(
                            none,
                            object.lines(),
                            backups.uri(object.file().file().key())));
        }
    }

    private ValidatedTable table(String name, List<CheckedRejects> objects) {
        return new ValidatedTable(
                name,
                RequireActiveTable.describe(tables, name),
                new Contents(
                        null,
                        layout.restores(),
                        objects.stream().mapToLong(CheckedRejects::lines).sum(),
                        objects.stream().mapToLong(CheckedRejects::itemBytes).sum()),
                objects.stream().map(CheckedRejects::file).toList());
    }
}
