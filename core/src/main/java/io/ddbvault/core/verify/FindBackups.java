package io.ddbvault.core.verify;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.BackupManifestJson;
import io.ddbvault.core.parallel.InParallel;
import io.ddbvault.core.port.BackupReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the backups that are to be verified, and reads their manifests. */
public final class FindBackups {
    private static final int THREADS = 16;
    /** Shown when a date has no backup. */
    private static final int DATES_SHOWN = 5;

    private final BackupReader backups;
    private final BackupLayout layout;

    public FindBackups(BackupReader backups, BackupLayout layout) {
        this.backups = backups;
        this.layout = layout;
    }

    /**
     * A date with a manifest.
     *
     * @param manifest null if it cannot be used
     * @param problem why; null if it can
     */
    public record FoundBackup(
            LocalDate date,
            @Nullable BackupManifest manifest,
            @Nullable Problem problem) {}

    /**
     * @param warnings gets a sentence for each newer date, or of all dates for each, that has no manifest
     * @return newest first
     * @throws DdbvaultException {@code NO_BACKUP}; what the bucket throws
     */
    List<FoundBackup> find(VerifyRequest request, List<String> warnings) {
        LocalDate date = request.date();
        if (date != null) {
            return List.of(read(date).orElseThrow(() -> noBackup(date)));
        }
        List<FoundBackup> found =
                request.all() ? all(warnings) : newest(warnings).stream().toList();
        if (found.isEmpty()) {
            throw new DdbvaultException(
                    ErrorCode.NO_BACKUP,
                    "There is no backup under %s. Check BACKUP_BUCKET and S3_EXPORTS_PREFIX."
                            .formatted(backups.uri(layout.root())));
        }
        return found;
    }

    /**
     * @param warnings gets a sentence for each newer date that has no manifest
     * @return empty if no date has one
     * @throws DdbvaultException what the bucket throws
     */
    public Optional<FoundBackup> newest(List<String> warnings) {
        for (LocalDate date : datesNewestFirst()) {
            Optional<FoundBackup> found = read(date);
            if (found.isPresent()) {
                return found;
            }
            warnings.add(withoutManifest(date));
        }
        return Optional.empty();
    }

    private List<FoundBackup> all(List<String> warnings) {
        List<LocalDate> dates = datesNewestFirst();
        List<Optional<FoundBackup>> read = InParallel.map(dates, THREADS, this::read);
        List<FoundBackup> found = new ArrayList<>();
        for (int i = 0; i < dates.size(); i++) {
            LocalDate date = dates.get(i);
            read.get(i).ifPresentOrElse(found::add, () -> warnings.add(withoutManifest(date)));
        }
        return found;
    }

    private String withoutManifest(LocalDate date) {
        return "The folder of %s has no manifest, %s, so no backup can be restored from it: its run ended too early, or somebody deleted the manifest."
                .formatted(date, backups.uri(layout.manifest(date)));
    }

    private Optional<FoundBackup> read(LocalDate date) {
        String uri = backups.uri(layout.manifest(date));
        try {
            return backups.read(layout.manifest(date), BackupManifestJson.MAX_BYTES)
                    .map(object -> new FoundBackup(date, BackupManifestJson.read(object.bytes(), date, uri), null));
        } catch (DdbvaultException e) {
            if (e.code() != ErrorCode.MANIFEST_UNREADABLE) {
                throw e;
            }
            return Optional.of(new FoundBackup(date, null, Problem.of(uri, e.text())));
        }
    }

    private List<LocalDate> datesNewestFirst() {
        return backups.folders(layout.root()).stream()
                .flatMap(folder -> BackupLayout.date(folder).stream())
                .sorted(Comparator.reverseOrder())
                .collect(Collectors.toList());
    }

    private DdbvaultException noBackup(LocalDate date) {
        List<LocalDate> dates = datesNewestFirst();
        String next = dates.isEmpty()
                ? "No backup was found there at all; check BACKUP_BUCKET and S3_EXPORTS_PREFIX."
                : "The newest dates there are %s; name one of them."
                        .formatted(dates.stream()
                                .limit(DATES_SHOWN)
                                .map(LocalDate::toString)
                                .collect(Collectors.joining(", ")));
        return new DdbvaultException(
                ErrorCode.NO_BACKUP,
                "There is no backup of %s: %s does not exist. %s"
                        .formatted(date, backups.uri(layout.manifest(date)), next));
    }
}
