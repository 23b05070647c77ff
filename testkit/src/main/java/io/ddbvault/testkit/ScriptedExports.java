package io.ddbvault.testkit;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.ExportArn;
import io.ddbvault.core.port.TableExports;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * DynamoDB's exports in memory, with scripted faults: point-in-time recovery per table, client tokens, ends that come
 * in their time, and the files of a genuine export in the bucket. Thread-safe.
 */
public final class ScriptedExports implements TableExports {
    /** The port's methods; a fault's subject is the table's name. */
    public enum Call {
        START,
        DESCRIBE
    }

    /** So long a token and its request give the same export. */
    private static final Duration TOKEN_VALID = Duration.ofHours(8);

    private final InMemoryTables tables;
    private final InstantSource clock;
    private final WriteExport writeExport;
    private final FaultScript<Call> faults = new FaultScript<>(Call.class);

    private final Set<String> withoutRecovery = new HashSet<>();
    private final Map<String, Duration> durations = new HashMap<>();
    private final Map<String, String> failures = new HashMap<>();
    private final Map<String, Export> byArn = new LinkedHashMap<>();
    private final Map<String, Export> byToken = new HashMap<>();
    private final List<ExportRequest> startCalls = new ArrayList<>();
    private int describeCalls;
    private Duration duration = Duration.ofMinutes(5);
    private int polls;

    public ScriptedExports(InMemoryTables tables, InMemoryBackupStore store, String bucket, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
        this.writeExport = new WriteExport(store, bucket);
    }

    public FaultScript<Call> faults() {
        return faults;
    }

    public synchronized void turnRecoveryOff(String table) {
        withoutRecovery.add(table);
    }

    public synchronized void turnRecoveryOn(String table) {
        withoutRecovery.remove(table);
    }

    /** How long the exports of every table run; five minutes if nothing is said. */
    public synchronized void take(Duration time) {
        duration = time;
    }

    /** How long the exports of this table run. */
    public synchronized void take(String table, Duration time) {
        durations.put(table, time);
    }

    /** An export shows its end at its so manieth poll at the earliest. */
    public synchronized void takePolls(int atLeast) {
        polls = atLeast;
    }

    /** The table's next export ends as FAILED. */
    public synchronized void failNext(String table, String message) {
        failures.put(table, message);
    }

    /** Every call of {@link #start}, also those that failed or met an export of the same token. */
    public synchronized List<ExportRequest> startCalls() {
        return List.copyOf(startCalls);
    }

    public synchronized int describeCalls() {
        return describeCalls;
    }

    /** The ARNs of all exports, oldest first: what AWS would bill. */
    public synchronized List<String> exportArns() {
        return List.copyOf(byArn.keySet());
    }

    /** The folder of an export, with a trailing slash. */
    public synchronized String folder(String exportArn) {
        Export export = byArn.get(exportArn);
        if (export == null) {
            throw new AssertionError("there is no export " + exportArn);
        }
        return export.request.prefix() + "/AWSDynamoDB/" + export.arn.id() + "/";
    }

    @Override
    public ExportState start(ExportRequest request) {
        synchronized (this) {
            startCalls.add(request);
        }
        return faults.call(Call.START, table(request.tableArn()), () -> begin(request));
    }

    @Override
    public Optional<ExportState> describe(String exportArn) {
        String table = ExportArn.parse(exportArn).map(ExportArn::table).orElse(exportArn);
        synchronized (this) {
            describeCalls++;
        }
        return faults.call(Call.DESCRIBE, table, () -> look(exportArn));
    }

    private synchronized ExportState begin(ExportRequest request) {
        String table = table(request.tableArn());
        Export known = byToken.get(request.clientToken());
        if (known != null && clock.instant().isAfter(known.start.plus(TOKEN_VALID))) {
            known = null;
        }
        if (known != null && !known.request.equals(request)) {
            throw new DdbvaultException(
                    ErrorCode.AWS_REFUSED, "Export conflict: Duplicate request detected with conflicting parameters");
        }
        if (known != null) {
            return known.state();
        }
        if (!tables.has(table)) {
            throw new DdbvaultException(ErrorCode.TABLE_NOT_FOUND, "Table not found: " + request.tableArn());
        }
        if (withoutRecovery.contains(table)) {
            throw new DdbvaultException(
                    ErrorCode.POINT_IN_TIME_RECOVERY_OFF,
                    "Point in time recovery is not enabled for table '%s'".formatted(table));
        }
        Export export = new Export(request, arn(table), clock.instant(), tables.items(table), failures.remove(table));
        byArn.put(export.arn.text(), export);
        byToken.put(request.clientToken(), export);
        return export.state();
    }

    /** Ends every export whose time has come, also one that nobody looks at. */
    public synchronized void endAllDue() {
        byArn.values().forEach(this::endIfDue);
    }

    private synchronized Optional<ExportState> look(String exportArn) {
        Export export = byArn.get(exportArn);
        if (export == null) {
            return Optional.empty();
        }
        export.polls++;
        endIfDue(export);
        return Optional.of(export.state());
    }

    private void endIfDue(Export export) {
        Duration time = durations.getOrDefault(export.arn.table(), duration);
        boolean due = !clock.instant().isBefore(export.start.plus(time));
        if (export.end == null && due && export.polls >= polls) {
            Instant end = export.start.plus(time);
            export.end = end;
            if (export.failure == null) {
                writeExport.write(export.arn, export.request.prefix(), export.start, end, export.items);
            }
        }
    }

    /** Ids are unique, also for exports of one millisecond. */
    private ExportArn arn(String table) {
        String text = "%s/export/%014d-%08x"
                .formatted(InMemoryTables.arn(table), clock.instant().toEpochMilli(), byArn.size() + 1);
        return ExportArn.parse(text).orElseThrow(() -> new IllegalStateException(text));
    }

    private static String table(String tableArn) {
        return tableArn.substring(tableArn.indexOf('/') + 1);
    }

    private static final class Export {
        private final ExportRequest request;
        private final ExportArn arn;
        private final Instant start;
        private final List<byte[]> items;
        private final @Nullable String failure;
        private @Nullable Instant end;
        private int polls;

        Export(ExportRequest request, ExportArn arn, Instant start, List<byte[]> items, @Nullable String failure) {
            this.request = request;
            this.arn = arn;
            this.start = start;
            this.items = items;
            this.failure = failure;
        }

        ExportState state() {
            boolean completed = end != null && failure == null;
            Status ended = completed ? Status.COMPLETED : Status.FAILED;
            return new ExportState(
                    arn.text(),
                    end == null ? Status.IN_PROGRESS : ended,
                    start,
                    end,
                    start,
                    completed ? items.size() : 0,
                    completed ? WriteExport.size(items) : 0,
                    end == null ? null : failure,
                    request.clientToken());
        }
    }
}
