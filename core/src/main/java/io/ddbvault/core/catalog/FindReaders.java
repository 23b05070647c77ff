package io.ddbvault.core.catalog;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.ExportArn;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.parallel.InParallel;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.ReadRestoreStatus;
import io.ddbvault.core.restore.RestoreId;
import io.ddbvault.core.restore.RestoreStatus;
import io.ddbvault.core.restore.RestoreStatus.State;
import io.ddbvault.core.state.ReadLock;
import io.ddbvault.core.state.TableLock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the restores that read a backup or can go on doing so. One that stopped is waited for during 30 days. Remembers
 * which have ended, so that asking again costs little. Reads only. Thread-safe.
 */
final class FindReaders {
    static final Duration WAITED_FOR = Duration.ofDays(30);
    /** Looked at however old they are: one may have gone on. */
    private static final int NEWEST = 200;

    private static final int THREADS = 16;

    private final BackupReader backups;
    private final BackupLayout layout;
    private final InstantSource clock;
    private final ReadRestoreStatus readStatus;
    private final ReadLock readLock;
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    FindReaders(BackupReader backups, BackupLayout layout, InstantSource clock) {
        this.backups = backups;
        this.layout = layout;
        this.clock = clock;
        this.readStatus = new ReadRestoreStatus(backups, layout, clock);
        this.readLock = new ReadLock(backups, layout);
    }

    /** @param date null if it may be any */
    private record Reader(@Nullable LocalDate date, String text) {}

    /** By their checkpoints. */
    Readers find() {
        Map<LocalDate, List<String>> byDate = new TreeMap<>();
        List<String> ofAnyDate = new ArrayList<>();
        for (Optional<Reader> found : InParallel.map(candidates(), THREADS, this::look)) {
            found.ifPresent(reader -> (reader.date() == null
                            ? ofAnyDate
                            : byDate.computeIfAbsent(reader.date(), any -> new ArrayList<>()))
                    .add(reader.text()));
        }
        return new Readers(byDate, ofAnyDate);
    }

    private List<String> candidates() {
        List<String> newestFirst = backups.folders(layout.restores()).stream()
                .filter(RestoreId::isOne)
                .sorted(Comparator.reverseOrder())
                .toList();
        List<String> candidates = new ArrayList<>();
        for (int i = 0; i < newestFirst.size(); i++) {
            String id = newestFirst.get(i);
            if ((i < NEWEST || isWaitedFor(RestoreId.begun(id))) && !ended.contains(id)) {
                candidates.add(id);
            }
        }
        return candidates;
    }

    private boolean isWaitedFor(Instant last) {
        return last.isAfter(clock.instant().minus(WAITED_FOR));
    }

    private Optional<Reader> look(String id) {
        RestoreStatus status;
        try {
            status = readStatus.read(id);
        } catch (DdbvaultException e) {
            if (e.code() == ErrorCode.NO_SUCH_RESTORE) {
                return Optional.empty();
            }
            if (e.code() == ErrorCode.CHECKPOINT_UNREADABLE || e.code() == ErrorCode.MANIFEST_UNREADABLE) {
                return isWaitedFor(RestoreId.begun(id))
                        ? Optional.of(new Reader(null, "the restore %s may read it: %s".formatted(id, e.text())))
                        : Optional.empty();
            }
            throw e;
        }
        return switch (status.state()) {
            case ENDED -> {
                ended.add(id);
                yield Optional.empty();
            }
            case RUNNING -> Optional.of(new Reader(status.date(), "the restore %s reads it".formatted(id)));
            case STOPPED ->
                isWaitedFor(status.updatedAt())
                        ? Optional.of(new Reader(
                                status.date(),
                                "the restore %s stopped at %s and can go on with it ('%s')"
                                        .formatted(id, Timestamps.format(status.updatedAt()), status.command())))
                        : Optional.empty();
        };
    }

    /**
     * By the locks of a backup's tables: a restore locks its tables before it notes in a checkpoint which date it reads.
     *
     * @return why the backup must stay
     */
    Optional<String> byLock(CatalogedBackup backup) {
        for (TableExport export : backup.exports()) {
            Optional<String> reader = Optional.ofNullable(export.exportArn())
                    .flatMap(ExportArn::parse)
                    .flatMap(arn -> readLock.read(arn.tableArn()))
                    .filter(lock -> lock.isLiveAt(clock.instant()))
                    .flatMap(lock -> byLock(lock, backup.date()));
            if (reader.isPresent()) {
                return reader;
            }
        }
        return Optional.empty();
    }

    private Optional<String> byLock(TableLock lock, LocalDate date) {
        try {
            RestoreStatus status = readStatus.read(lock.restoreId());
            return status.date().equals(date) && status.state() != State.ENDED
                    ? Optional.of("the restore %s reads it".formatted(lock.restoreId()))
                    : Optional.empty();
        } catch (DdbvaultException e) {
            if (e.code() == ErrorCode.NO_SUCH_RESTORE || e.code() == ErrorCode.CHECKPOINT_UNREADABLE) {
                return Optional.of(
                        "the restore %s, which has locked %s, may read it".formatted(lock.restoreId(), lock.table()));
            }
            throw e;
        }
    }
}
