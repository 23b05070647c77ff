package io.ddbvault.core.diff;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.event.TellReading;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.pacing.ReadPace;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.port.Tables;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares a backup with a table, or with another backup, item by item. Reads only.
 *
 * <pre>
 * both sides → notes in partitions, on disk → partitions joined in memory → places of what differs → Difference…
 * </pre>
 *
 * Each side is read once, and of each item some 44 to 140 bytes are noted, never the item: fingerprints of its key and of
 * its contents, and how to find it again. What differs is then read a second time, and only that. So memory is bounded by
 * a share of the heap whatever the table's size, and a table is scanned once. Places take a bit for each item of a file
 * that differs.
 *
 * <p>Thread-safe; each run has its temporary files for itself.
 */
public final class DiffTable {
    private static final int MOST_PARTITIONS = 256;
    private static final int SMALLEST_BUFFER_BYTES = 4 << 10;
    private static final int LARGEST_BUFFER_BYTES = 64 << 10;
    /** Hashes part unevenly by a thousandth, but tables grow: so many times what is expected still fits. */
    private static final double GROWTH = 1.3;
    /** Below that, more than one segment is not worth its requests. */
    private static final long ITEMS_FOR_SEGMENTS = 10_000;
    /** A page costs up to 256 units, and each segment has one on its way. */
    private static final int UNITS_FOR_SEGMENTS = 1000;

    private static final Set<String> READABLE = Set.of("ACTIVE", "UPDATING");

    private final BackupReader backups;
    private final Tables tables;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final ProgressListener listener;
    private final Share share;
    private final @Nullable FindDifferences elsewhere;

    /** @param listener hears of the reading of each side, and of what differs */
    public DiffTable(
            BackupReader backups, Tables tables, InstantSource clock, Sleeper sleeper, ProgressListener listener) {
        this(
                backups,
                tables,
                clock,
                sleeper,
                listener,
                Share.of(Runtime.getRuntime().maxMemory(), Runtime.getRuntime().availableProcessors()),
                null);
    }

    /** As {@link #DiffTable}; both sides are read elsewhere, and only what differs is read again in this process. */
    public DiffTable(
            BackupReader backups,
            Tables tables,
            InstantSource clock,
            Sleeper sleeper,
            ProgressListener listener,
            FindDifferences elsewhere) {
        this(
                backups,
                tables,
                clock,
                sleeper,
                listener,
                Share.of(Runtime.getRuntime().maxMemory(), Runtime.getRuntime().availableProcessors()),
                elsewhere);
    }

    /** As {@link #DiffTable}, with this share of a machine. */
    DiffTable(
            BackupReader backups,
            Tables tables,
            InstantSource clock,
            Sleeper sleeper,
            ProgressListener listener,
            Share share) {
        this(backups, tables, clock, sleeper, listener, share, null);
    }

    private DiffTable(
            BackupReader backups,
            Tables tables,
            InstantSource clock,
            Sleeper sleeper,
            ProgressListener listener,
            Share share,
            @Nullable FindDifferences elsewhere) {
        this.backups = backups;
        this.tables = tables;
        this.clock = clock;
        this.sleeper = sleeper;
        this.listener = listener.withoutFailures();
        this.share = share;
        this.elsewhere = elsewhere;
    }

    /** What {@link #run} will take, by what is known before it. */
    public DiffEstimate estimate(Side.Backup here, Side there, DiffOptions options) {
        return DiffEstimate.of(here, there, options.maxReadUnits());
    }

    /**
     * Compares. Temporary files are deleted however it ends.
     *
     * @param found hears of each difference, one after the other; of up to 10,000 sorted by their keys' text
     * @throws DdbvaultException {@code DATA_FILE_DAMAGED} naming file and line if a backup cannot be read whole, has a
     *     key twice or an item without the key; {@code KEY_SCHEMA_MISMATCH}; {@code NO_DISK_SPACE}; {@code STOPPED};
     *     what the ports throw. What was told by then is no result
     */
    public DiffSummary run(Side.Backup here, Side there, DiffOptions options, Consumer<Difference> found, Stop stop) {
        Instant began = clock.instant();
        requireReadable(there);
        KeySchema schema = schema(here, there);
        ReadPace pace = new ReadPace(options.maxReadUnits(), clock, sleeper);
        FindDifferences others = elsewhere;
        long diskBytes = others == null ? estimate(here, there, options).diskBytes() : 0;
        try (TemporaryFolder folder = TemporaryFolder.create(options.temporary(), diskBytes)) {
            NoteItems noteItems = new NoteItems(schema, backups);
            boolean details = options.details() && options.most() > 0;
            FoundDifferences differences;
            double units = 0;
            if (others == null) {
                differences = find(folder, noteItems, here, there, options, pace, details, stop);
            } else {
                differences = FoundDifferences.none(folder);
                CollectFound collect = new CollectFound(differences, details, noteItems, here, there);
                units = others.find(here, there, schema, details, options.maxReadUnits(), collect, stop);
                differences.keysThere().flush();
            }
            long told = details && differences.counts().differences() > 0
                    ? tell(folder, here, there, schema, options, pace, differences, found, stop)
                    : 0;
            if (stop.reached()) {
                throw Together.stopped(stop);
            }
            return summary(
                    differences.counts(), told, units + pace.consumed(), Duration.between(began, clock.instant()));
        }
    }

    private FoundDifferences find(
            TemporaryFolder folder,
            NoteItems noteItems,
            Side.Backup here,
            Side there,
            DiffOptions options,
            ReadPace pace,
            boolean places,
            Stop stop) {
        Partitions notesHere = notes(folder, "here", here, there);
        read(here, source(here), noteItems.ofBackup(here, notesHere::add), stop);
        notesHere.flush();
        Partitions notesThere = notes(folder, "there", here, there);
        if (there instanceof Side.Live live) {
            read(there, table(here, live, options, pace), noteItems.ofTable(live, notesThere::add), stop);
        } else if (there instanceof Side.Backup other) {
            read(there, source(other), noteItems.ofBackup(other, notesThere::add), stop);
        }
        notesThere.flush();
        return new JoinNotes(folder, noteItems, here, there, places, share.keys(), stop).join(notesHere, notesThere);
    }

    private static DiffSummary summary(FoundDifferences.Counts counts, long told, double units, Duration duration) {
        return new DiffSummary(
                counts.onlyHere.get(),
                counts.onlyThere.get(),
                counts.changed.get(),
                counts.same.get(),
                told,
                units,
                duration);
    }

    private static void requireReadable(Side there) {
        if (there instanceof Side.Live live && !READABLE.contains(live.table().status())) {
            throw new DdbvaultException(
                    ErrorCode.TABLE_NOT_ACTIVE,
                    "The table %s is %s and cannot be read. Wait until it is ACTIVE, and try again."
                            .formatted(live.label(), live.table().status()));
        }
    }

    /** By which items are found on the other side: it must be one and the same on both. */
    private KeySchema schema(Side.Backup here, Side there) {
        KeySchema one = here.keySchema();
        KeySchema other = there.keySchema();
        if (one != null && other != null && !one.equals(other)) {
            throw new DdbvaultException(
                    ErrorCode.KEY_SCHEMA_MISMATCH,
                    "%s and %s cannot be compared: the primary key of one is %s, that of the other %s."
                            .formatted(here.label(), there.label(), one, other));
        }
        if (one != null || other != null) {
            return one != null ? one : Objects.requireNonNull(other);
        }
        return tables.describe(here.table())
                .map(TableDescription::keySchema)
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.TABLE_NOT_FOUND,
                        "Neither backup's manifest says what the primary key of %s was, and there is no such table in this account and Region to ask. Backups that ddbvault makes say it."
                                .formatted(here.table())));
    }

    private Partitions notes(TemporaryFolder folder, String name, Side.Backup here, Side there) {
        double expected = GROWTH * (here.items() + DiffEstimate.expectedItems(here, there));
        int count = (int) Share.between(1, (long) Math.ceil(expected / share.keys()), MOST_PARTITIONS);
        int buffer = (int) Share.between(SMALLEST_BUFFER_BYTES, share.bufferBytes() / count, LARGEST_BUFFER_BYTES);
        return new Partitions(folder, name, count, 0, buffer);
    }

    private ReadBackupItems source(Side.Backup side) {
        return new ReadBackupItems(backups, side.files(), share.readers());
    }

    private ReadTable table(Side.Backup here, Side.Live there, DiffOptions options, ReadPace pace) {
        Integer limit = options.maxReadUnits();
        boolean one = DiffEstimate.expectedItems(here, there) < ITEMS_FOR_SEGMENTS
                || (limit != null && limit < UNITS_FOR_SEGMENTS);
        JitteredPause pause = new JitteredPause(sleeper, new Random(), Duration.ofMillis(50), Duration.ofSeconds(5));
        return new ReadTable(tables, there.table(), one ? 1 : share.segments(), pace, pause);
    }

    private void read(Side side, ItemSource source, ItemSource.Sink sink, Stop stop) {
        TellReading progress = new TellReading(side.label(), side.items(), clock, listener);
        source.read(sink, progress, () -> false, stop);
        progress.end();
    }

    private long tell(
            TemporaryFolder folder,
            Side.Backup here,
            Side there,
            KeySchema schema,
            DiffOptions options,
            ReadPace pace,
            FoundDifferences differences,
            Consumer<Difference> to,
            Stop stop) {
        long count = differences.counts().differences();
        long changed = differences.counts().changed.get();
        TellInOrder tell = new TellInOrder(count, options.most(), share.sortBytes(), to);
        boolean twoBackups = there instanceof Side.Backup;
        TellReading progress = new TellReading("what differs", twoBackups ? count + changed : count, clock, listener);
        TellDifferences tellDifferences =
                new TellDifferences(new Describe(schema, options.values()), differences, tell, progress, stop);
        ReadBackupItems again = only(here, differences.onlyHere(), differences.changedHere());
        if (there instanceof Side.Live live) {
            tellDifferences.backupAndTable(again, table(here, live, options, pace));
        } else if (there instanceof Side.Backup other) {
            ReadBackupItems othersAgain = only(other, differences.onlyThere(), differences.changedThere());
            // As if items had 1 KB, which most are smaller than.
            int partitions = (int) Share.between(1, changed * 1024 / share.itemBytes(), MOST_PARTITIONS);
            tellDifferences.twoBackups(again, othersAgain, new JoinItems(folder, share.itemBytes(), partitions));
        }
        progress.end();
        return tell.end();
    }

    private ReadBackupItems only(Side.Backup side, Places some, Places others) {
        return new ReadBackupItems(backups, side.files(), share.readers(), Places.of(List.of(some, others)));
    }
}
