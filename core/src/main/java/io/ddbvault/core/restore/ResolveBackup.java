package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.error.ErrorKind;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.BackupManifestJson;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.port.BackupReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From the request to the backup's manifest and the export of each table. */
final class ResolveBackup {
    /** Shown when a date has no backup. */
    private static final int DATES_SHOWN = 5;

    private final Settings settings;
    private final BackupLayout layout;
    private final BackupReader backups;
    private final LocateExport locateExport;

    ResolveBackup(Settings settings, BackupLayout layout, BackupReader backups, LocateExport locateExport) {
        this.settings = settings;
        this.layout = layout;
        this.backups = backups;
        this.locateExport = locateExport;
    }

    /**
     * @throws DdbvaultException for what concerns the whole request: no such backup, an unreadable manifest, another
     *     environment, a table that may not be written
     */
    ResolvedBackup resolve(RestoreRequest request) {
        requireAllowed(request.tables());
        LocalDate date = request.date();
        BackupManifest manifest = date == null ? latest(request.tables()) : ofDate(date);
        requireEnvironment(manifest);
        List<String> warnings = new ArrayList<>();
        List<String> tables = tables(request.tables(), manifest, warnings);
        guardNames(tables, warnings);
        return new ResolvedBackup(
                manifest.date(),
                backups.uri(layout.manifest(manifest.date())),
                tables.stream()
                        .map(table -> new ResolvedTable(table, entry(manifest, table)))
                        .collect(Collectors.toList()),
                warnings);
    }

    private void requireAllowed(@Nullable List<String> requested) {
        List<String> allowed = settings.tables();
        if (requested == null || allowed == null) {
            return;
        }
        for (String table : requested) {
            if (!allowed.contains(table)) {
                throw new DdbvaultException(
                        ErrorCode.TABLE_NOT_ALLOWED,
                        "%s may not be written: DYNAMODB_TABLES allows %s. Add it there, or name another table."
                                .formatted(table, String.join(", ", allowed)));
            }
        }
    }

    private BackupManifest ofDate(LocalDate date) {
        return manifest(date)
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.NO_BACKUP,
                        "There is no backup of %s: %s does not exist. %s"
                                .formatted(date, backups.uri(layout.manifest(date)), existingDates())));
    }

    /** The newest date that has something usable for what is asked; the newest date alone may be a failed run. */
    private BackupManifest latest(@Nullable List<String> requested) {
        for (LocalDate date : datesNewestFirst()) {
            Optional<BackupManifest> manifest = manifest(date);
            if (manifest.isPresent() && hasUsableExport(manifest.get(), requested)) {
                return manifest.get();
            }
        }
        throw new DdbvaultException(
                ErrorCode.NO_BACKUP,
                "There is no backup with a completed export of %s under %s. %s"
                        .formatted(
                                requested == null ? "any table" : String.join(", ", requested),
                                backups.uri(layout.root()),
                                existingDates()));
    }

    private boolean hasUsableExport(BackupManifest manifest, @Nullable List<String> requested) {
        return manifest.exports().stream()
                .filter(entry ->
                        requested == null ? isAllowed(entry.tableName()) : requested.contains(entry.tableName()))
                .anyMatch(entry -> isUsable(entry, manifest.date()));
    }

    /** An export still marked IN_PROGRESS has ended if its own manifest is there: nobody came to note it. */
    private boolean isUsable(TableExport entry, LocalDate date) {
        return switch (entry.status()) {
            case COMPLETED -> true;
            case FAILED -> false;
            case IN_PROGRESS -> {
                try {
                    yield locateExport.locate(entry, date).isPresent();
                } catch (DdbvaultException e) {
                    // DynamoDB may be writing these very objects: not there yet is not usable yet.
                    if (e.code().kind() == ErrorKind.CORRUPT_DATA) {
                        yield false;
                    }
                    throw e;
                }
            }
        };
    }

    private Optional<BackupManifest> manifest(LocalDate date) {
        String key = layout.manifest(date);
        return backups.read(key, BackupManifestJson.MAX_BYTES)
                .map(object -> BackupManifestJson.read(object.bytes(), date, backups.uri(key)));
    }

    private List<LocalDate> datesNewestFirst() {
        return backups.folders(layout.root()).stream()
                .flatMap(folder -> BackupLayout.date(folder).stream())
                .sorted(Comparator.reverseOrder())
                .collect(Collectors.toList());
    }

    private String existingDates() {
        List<LocalDate> dates = datesNewestFirst();
        if (dates.isEmpty()) {
            return "No backup was found there at all; check BACKUP_BUCKET and S3_EXPORTS_PREFIX.";
        }
        return "The newest dates there are %s; name one of them as backup_date."
                .formatted(dates.stream()
                        .limit(DATES_SHOWN)
                        .map(LocalDate::toString)
                        .collect(Collectors.joining(", ")));
    }

    private void requireEnvironment(BackupManifest manifest) {
        if (!manifest.environment().equals(settings.environment())) {
            throw new DdbvaultException(
                    ErrorCode.ENVIRONMENT_MISMATCH,
                    "The backup of %s is of the environment %s, but ENVIRONMENT is %s. Nothing was touched. Check BACKUP_BUCKET, S3_EXPORTS_PREFIX and ENVIRONMENT."
                            .formatted(manifest.date(), manifest.environment(), settings.environment()));
        }
    }

    private List<String> tables(@Nullable List<String> requested, BackupManifest manifest, List<String> warnings) {
        if (requested != null) {
            return requested;
        }
        List<String> allowed = new ArrayList<>();
        List<String> left = new ArrayList<>();
        manifest.exports().stream()
                .map(TableExport::tableName)
                .distinct()
                .forEach(table -> (isAllowed(table) ? allowed : left).add(table));
        if (!left.isEmpty()) {
            warnings.add("Left out because DYNAMODB_TABLES does not name them: " + String.join(", ", left));
        }
        if (allowed.isEmpty()) {
            throw new DdbvaultException(
                    ErrorCode.NO_BACKUP,
                    "The backup of %s holds no table that may be written. Check DYNAMODB_TABLES."
                            .formatted(manifest.date()));
        }
        return allowed;
    }

    private boolean isAllowed(String table) {
        List<String> allowed = settings.tables();
        return allowed == null || allowed.contains(table);
    }

    private void guardNames(List<String> tables, List<String> warnings) {
        List<String> strangers = new ArrayList<>();
        for (String table : tables) {
            switch (settings.namePattern().check(table, settings.environment())) {
                case OTHER_ENVIRONMENT ->
                    throw new DdbvaultException(
                            ErrorCode.ENVIRONMENT_MISMATCH,
                            "%s is a table of another environment than %s by TABLE_NAME_PATTERN %s. Nothing was touched. Check ENVIRONMENT and the table's name."
                                    .formatted(
                                            table,
                                            settings.environment(),
                                            settings.namePattern().text()));
                case NO_MATCH -> strangers.add(table);
                case SAME_ENVIRONMENT, NOT_CHECKED -> {}
            }
        }
        if (!strangers.isEmpty()) {
            warnings.add("The environment of %s cannot be told from the name: TABLE_NAME_PATTERN is %s."
                    .formatted(
                            String.join(", ", strangers), settings.namePattern().text()));
        }
    }

    /** A manifest has one entry per table; where one has more, the newest that is COMPLETED counts. */
    private static @Nullable TableExport entry(BackupManifest manifest, String table) {
        return manifest.exports().stream()
                .filter(entry -> entry.tableName().equals(table))
                .max(Comparator.comparing((TableExport entry) -> entry.status() == ExportStatus.COMPLETED)
                        .thenComparing(TableExport.BY_START))
                .orElse(null);
    }
}
