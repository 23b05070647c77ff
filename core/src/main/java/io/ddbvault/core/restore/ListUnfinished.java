package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.UnfinishedRestores.Unreadable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Finds the restores that have not come to their end, among the newest. Reads only. */
public final class ListUnfinished {
    /** Restores end up here for ever, and what is worth going on with is new. */
    static final int NEWEST = 200;

    private static final int THREADS = 16;

    private final BackupReader backups;
    private final BackupLayout layout;
    private final ReadRestoreStatus readStatus;

    public ListUnfinished(BackupReader backups, BackupLayout layout, InstantSource clock) {
        this.backups = backups;
        this.layout = layout;
        this.readStatus = new ReadRestoreStatus(backups, layout, clock);
    }

    /** @throws DdbvaultException what the bucket throws; a checkpoint that cannot be read is listed as such */
    public UnfinishedRestores list() {
        // A rehearsal's restore, which is called as the rehearsal, does not go on: its table is not to stay.
        Set<String> rehearsals = Set.copyOf(backups.folders(layout.drills()));
        List<String> ids = backups.folders(layout.restores()).stream()
                .filter(id -> RestoreId.isOne(id) && !rehearsals.contains(id))
                .sorted(Comparator.reverseOrder())
                .toList();
        List<String> newest = ids.subList(0, Math.min(NEWEST, ids.size()));
        List<RestoreStatus> restores = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (Looked looked : lookAt(newest)) {
            looked.status().ifPresent(restores::add);
            looked.unreadable().ifPresent(unreadable::add);
        }
        return new UnfinishedRestores(restores, unreadable, ids.size() - newest.size());
    }

    private record Looked(Optional<RestoreStatus> status, Optional<Unreadable> unreadable) {}

    private List<Looked> lookAt(List<String> ids) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(THREADS, ids.size())));
        try {
            List<Future<Looked>> looks = new ArrayList<>();
            ids.forEach(id -> looks.add(pool.submit(() -> lookAt(id))));
            List<Looked> all = new ArrayList<>();
            for (Future<Looked> look : looks) {
                all.add(look.get());
            }
            return all;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DdbvaultException failure) {
                throw failure;
            }
            throw new IllegalStateException("a checkpoint could not be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DdbvaultException(ErrorCode.INTERNAL_ERROR, "The list of restores was interrupted.", e);
        } finally {
            // Not by interrupt: that would break connections that others use.
            pool.shutdown();
        }
    }

    private Looked lookAt(String id) {
        try {
            return new Looked(readStatus.ifUnfinished(id), Optional.empty());
        } catch (DdbvaultException e) {
            if (e.code() != ErrorCode.CHECKPOINT_UNREADABLE && e.code() != ErrorCode.MANIFEST_UNREADABLE) {
                throw e;
            }
            return new Looked(Optional.empty(), Optional.of(new Unreadable(id, e.text())));
        }
    }
}
