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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From the request to the backup's manifest, the export of each table and the table that it is written to. What the
 * request names and may not be written is refused before anything is read.
 */
final class ResolveBackup {
    /** Shown when a date has no backup. */
    private static final int DATES_SHOWN = 5;

    private final Settings settings;
    private final BackupLayout layout;
    private final BackupReader backups;
    private final LocateExport locateExport;
    private final GuardEnvironment guardEnvironment;

    ResolveBackup(Settings settings, BackupLayout layout, BackupReader backups, LocateExport locateExport) {
        this.settings = settings;
        this.layout = layout;
        this.backups = backups;
        this.locateExport = locateExport;
        this.guardEnvironment = new GuardEnvironment(settings);
    }

    /**
     * @throws DdbvaultException for what concerns the whole request: no such backup, an unreadable manifest, another
     *     environment, a table that may not be written
     */
    ResolvedBackup resolve(RestoreRequest request) {
        requireClearTargets(request, request.tables());
        requireOneTable(request, request.tables());
        requireAllowed(request);
        LocalDate date = request.date();
        BackupManifest manifest = date == null ? latest(request) : ofDate(date);
        List<String> warnings = new ArrayList<>();
        List<ResolvedTable> tables = sources(request, manifest, warnings).stream()
                .map(source ->
                        new ResolvedTable(source, request.target(source), entry(manifest, source), request.keys()))
                .toList();
        warnings.addAll(guardEnvironment.check(manifest, tables, request.allowEnvironmentMismatch()));
        return new ResolvedBackup(manifest.date(), backups.uri(layout.manifest(manifest.date())), tables, warnings);
    }

    private static void requireClearTargets(RestoreRequest request, @Nullable List<String> tables) {
        List<String> problems = CheckTargets.problems(request.targetTables(), tables);
        if (!problems.isEmpty()) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_REQUEST, String.join("; ", problems) + ". Nothing was touched.");
        }
    }

    private static void requireOneTable(RestoreRequest request, @Nullable List<String> tables) {
        Optional<String> problem = CheckKeys.problem(request, tables);
        if (problem.isPresent()) {
            throw new DdbvaultException(ErrorCode.INVALID_REQUEST, problem.get() + ". Nothing was touched.");
        }
    }

    /** What the request names to be written; of the backup's other tables those that may not be written are left out. */
    private void requireAllowed(RestoreRequest request) {
        List<String> allowed = settings.tables();
        if (allowed == null) {
            return;
        }
        Set<String> named = new LinkedHashSet<>(request.targetTables().values());
        if (request.tables() != null) {
            request.tables().stream().map(request::target).forEach(named::add);
        }
        for (String target : named) {
            if (!allowed.contains(target)) {
                throw new DdbvaultException(
                        ErrorCode.TABLE_NOT_ALLOWED,
                        "%s may not be written: DYNAMODB_TABLES allows %s. Add it there, or name another table."
                                .formatted(target, String.join(", ", allowed)));
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
    private BackupManifest latest(RestoreRequest request) {
        for (LocalDate date : datesNewestFirst()) {
            Optional<BackupManifest> manifest = manifest(date);
            if (manifest.isPresent() && hasUsableExport(manifest.get(), request)) {
                return manifest.get();
            }
        }
        throw new DdbvaultException(
                ErrorCode.NO_BACKUP,
                "There is no backup with a completed export of %s under %s. %s"
                        .formatted(
                                request.tables() == null ? "any table" : String.join(", ", request.tables()),
                                backups.uri(layout.root()),
                                existingDates()));
    }

    private boolean hasUsableExport(BackupManifest manifest, RestoreRequest request) {
        List<String> requested = request.tables();
        return manifest.exports().stream()
                .filter(entry -> requested == null
                        ? isAllowed(request.target(entry.tableName()))
                        : requested.contains(entry.tableName()))
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

    private List<String> sources(RestoreRequest request, BackupManifest manifest, List<String> warnings) {
        if (request.tables() != null) {
            return request.tables();
        }
        List<String> allowed = new ArrayList<>();
        List<String> left = new ArrayList<>();
        manifest.exports().stream()
                .map(TableExport::tableName)
                .distinct()
                .forEach(source -> (isAllowed(request.target(source)) ? allowed : left).add(source));
        if (!left.isEmpty()) {
            warnings.add("Left out because DYNAMODB_TABLES does not name them: " + String.join(", ", left));
        }
        if (allowed.isEmpty()) {
            throw new DdbvaultException(
                    ErrorCode.NO_BACKUP,
                    "The backup of %s holds no table that may be written. Check DYNAMODB_TABLES."
                            .formatted(manifest.date()));
        }
        requireClearTargets(request, allowed);
        requireOneTable(request, allowed);
        return allowed;
    }

    private boolean isAllowed(String table) {
        List<String> allowed = settings.tables();
        return allowed == null || allowed.contains(table);
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
