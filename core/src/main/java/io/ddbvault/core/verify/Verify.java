package io.ddbvault.core.verify;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.evidence.StoreVerification;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.parallel.InParallel;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.OpenExport;
import io.ddbvault.core.verify.FindBackups.FoundBackup;
import io.ddbvault.core.verify.VerificationReport.VerifiedBackup;
import io.ddbvault.core.verify.VerifiedTable.Counts;
import io.ddbvault.core.verify.VerifiedTable.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Proves that backups are what DynamoDB wrote, from the bucket alone.
 *
 * <pre>
 * VerifyRequest → FoundBackup… → CheckedTable… → VerifiedTable… → VerificationReport
 * </pre>
 *
 * A table is asked about only where the backup's manifest does not say what its primary key is. Written is nothing but
 * what was found.
 */
public final class Verify {
    /** Tables that are looked at side by side; for the data files of each there are threads of its own. */
    private static final int TABLES_AT_ONCE = 4;
    /** A quarter of the heap is for keys. */
    private static final int HEAP_PER_KEYS = 4;

    private final Settings settings;
    private final FindBackups findBackups;
    private final CheckTable checkTable;
    private final ReadTable readTable;
    private final RecordVerifications recordVerifications;
    private final InstantSource clock;
    private final ProgressListener listener;

    /**
     * @param sleeper waits between two tries to note what was found
     * @param heapBytes what this process may use
     * @param temporary a folder for what memory does not hold
     * @param listener hears of each table's progress; of several dates a table is called {@code TABLE of DATE}
     */
    public Verify(
            Settings settings,
            BackupStore store,
            Tables tables,
            InstantSource clock,
            Sleeper sleeper,
            long heapBytes,
            Path temporary,
            ProgressListener listener) {
        this(
                settings,
                store,
                tables,
                clock,
                sleeper,
                new ReadFilesHere(store, heapBytes / HEAP_PER_KEYS, temporary, clock, listener.withoutFailures()),
                listener);
    }

    /**
     * As above, with data files read by something else.
     *
     * @param listener hears of each table's validation
     */
    public Verify(
            Settings settings,
            BackupStore store,
            Tables tables,
            InstantSource clock,
            Sleeper sleeper,
            ReadFiles readFiles,
            ProgressListener listener) {
        BackupLayout layout = new BackupLayout(settings.prefix());
        this.settings = settings;
        this.clock = clock;
        this.listener = listener.withoutFailures();
        findBackups = new FindBackups(store, layout);
        checkTable = new CheckTable(store, OpenExport.in(settings.bucket(), layout, store));
        readTable = new ReadTable(new FindKey(tables), readFiles);
        JitteredPause pause = new JitteredPause(sleeper, new Random(), Duration.ofMillis(50), Duration.ofSeconds(5));
        recordVerifications = new RecordVerifications(new StoreVerification(store, layout, pause));
    }

    /**
     * @param record whether to keep in the bucket what was found
     * @param beforeReading hears what the reading of data files will take, before the first is read; not called where
     *     none is to be read
     * @param stop reached in mid-run, what was not verified yet is reported as such
     * @throws DdbvaultException {@code NO_BACKUP}, and what concerns the whole run: settings, credentials, the bucket
     */
    public VerificationReport run(
            VerifyRequest request, boolean record, Consumer<ReadEstimate> beforeReading, Stop stop) {
        Instant began = clock.instant();
        List<String> warnings = new ArrayList<>();
        List<FoundBackup> found = findBackups.find(request, warnings);
        List<CheckedTable> checked = check(found, request, stop);
        List<VerifiedTable> verified = request.depth() == Depth.QUICK
                ? checked.stream().map(CheckedTable::result).toList()
                : read(checked, request, found.size() > 1, beforeReading, stop);
        Instant ended = clock.instant();
        if (record) {
            warnings.addAll(recordVerifications.record(verified, request.depth(), ended));
        }
        return new VerificationReport(
                request,
                settings.bucket(),
                settings.prefix(),
                backups(found, verified),
                warnings,
                Duration.between(began, ended));
    }

    /** One table of one date. */
    private record Wanted(LocalDate date, String table, Optional<TableExport> entry) {}

    private List<CheckedTable> check(List<FoundBackup> found, VerifyRequest request, Stop stop) {
        boolean many = found.size() > 1;
        List<Wanted> wanted = new ArrayList<>();
        for (FoundBackup backup : found) {
            BackupManifest manifest = backup.manifest();
            if (manifest != null) {
                wanted.addAll(wanted(manifest, request));
            }
        }
        requireKnown(wanted, found, request);
        Set<String> told = ConcurrentHashMap.newKeySet();
        return InParallel.map(wanted, TABLES_AT_ONCE, table -> {
            // Of many dates a line each will do.
            String what = many ? table.date().toString() : table.table();
            if (table.entry().isPresent() && told.add(what)) {
                listener.on(new PhaseStarted(what, Phase.VALIDATE, 0));
            }
            return table.entry()
                    .map(entry -> checkTable.check(entry, table.date(), request, stop))
                    .orElseGet(() -> CheckedTable.done(notInBackup(table, found)));
        });
    }

    /** Of all dates, those from before a table was first backed up are not held against it. */
    private static List<Wanted> wanted(BackupManifest manifest, VerifyRequest request) {
        Map<String, TableExport> exports = exports(manifest);
        if (request.tables().isEmpty()) {
            return exports.values().stream()
                    .map(entry -> new Wanted(manifest.date(), entry.tableName(), Optional.of(entry)))
                    .toList();
        }
        return request.tables().stream()
                .map(table -> new Wanted(manifest.date(), table, Optional.ofNullable(exports.get(table))))
                .filter(table -> !request.all() || table.entry().isPresent())
                .toList();
    }

    /** A manifest has one entry per table; where one has more, the newest that is COMPLETED counts, as for a restore. */
    private static Map<String, TableExport> exports(BackupManifest manifest) {
        Comparator<TableExport> better = Comparator.comparing(
                        (TableExport entry) -> entry.status() == ExportStatus.COMPLETED)
                .thenComparing(TableExport.BY_START);
        Map<String, TableExport> exports = new LinkedHashMap<>();
        manifest.exports()
                .forEach(entry -> exports.merge(
                        entry.tableName(), entry, (one, other) -> better.compare(one, other) >= 0 ? one : other));
        return exports;
    }

    private static void requireKnown(List<Wanted> wanted, List<FoundBackup> found, VerifyRequest request) {
        if (!request.all()) {
            return;
        }
        List<String> unknown = request.tables().stream()
                .filter(table -> wanted.stream().noneMatch(each -> each.table().equals(table)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new DdbvaultException(
                    ErrorCode.NOT_IN_BACKUP,
                    "No backup of the %d dates holds %s. Check the name; 'ddbvault list' shows what there is."
                            .formatted(found.size(), String.join(", ", unknown)));
        }
    }

    private static VerifiedTable notInBackup(Wanted table, List<FoundBackup> found) {
        String others = found.stream()
                .filter(backup -> backup.date().equals(table.date()))
                .flatMap(backup -> backup.manifest() == null ? Stream.empty() : backup.manifest().exports().stream())
                .map(TableExport::tableName)
                .distinct()
                .collect(Collectors.joining(", "));
        return VerifiedTable.without(
                table.date(),
                table.table(),
                State.NOT_IN_BACKUP,
                null,
                Counts.NONE,
                "The backup of %s does not hold this table. It holds %s. Check the name, or choose another date."
                        .formatted(table.date(), others.isEmpty() ? "none" : others));
    }

    private List<VerifiedTable> read(
            List<CheckedTable> checked,
            VerifyRequest request,
            boolean many,
            Consumer<ReadEstimate> beforeReading,
            Stop stop) {
        ReadEstimate estimate = ReadEstimate.of(checked);
        if (estimate.files() > 0) {
            beforeReading.accept(estimate);
        }
        List<VerifiedTable> read = new ArrayList<>();
        for (CheckedTable table : checked) {
            VerifiedTable result = table.result();
            read.add(
                    table.toRead().isEmpty()
                            ? result
                            : readTable.read(
                                    table, label(result.date(), result.table(), many), request.threads(), stop));
        }
        return read;
    }

    private static String label(LocalDate date, String table, boolean many) {
        return many ? table + " of " + date : table;
    }

    private static List<VerifiedBackup> backups(List<FoundBackup> found, List<VerifiedTable> verified) {
        List<VerifiedBackup> backups = new ArrayList<>();
        for (FoundBackup backup : found) {
            BackupManifest manifest = backup.manifest();
            List<VerifiedTable> tables = verified.stream()
                    .filter(table -> table.date().equals(backup.date()))
                    .toList();
            // Of all dates with a table given, those that do not hold it are not told of.
            if (backup.problem() != null
                    || !tables.isEmpty()
                    || manifest == null
                    || manifest.exports().isEmpty()) {
                backups.add(new VerifiedBackup(
                        backup.date(), manifest == null ? null : manifest.environment(), backup.problem(), tables));
            }
        }
        return backups;
    }
}
