package io.ddbvault.core.backup;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.ReadExportManifests;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.port.TableExports;
import io.ddbvault.core.port.Tables;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Backs up tables with DynamoDB's own export. Holds nothing of a run; as thread-safe as its ports. */
public final class Backup {
    private final Settings settings;
    private final BackupLayout layout;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ProgressListener listener;

    private final PlanBackup planBackup;
    private final CheckTableNames checkTableNames;
    private final FinishEarlierBackups finishEarlierBackups;
    private final ReadManifest readManifest;
    private final NoteStarts noteStarts;
    private final StartExports startExports;
    private final FindRunningExports findRunningExports;
    private final StoreManifest storeManifest;
    private final AwaitExports awaitExports;

    public Backup(
            Settings settings,
            BackupStore store,
            Tables tables,
            TableExports exports,
            InstantSource clock,
            Sleeper sleeper,
            ProgressListener listener) {
        this(settings, store, tables, exports, clock, sleeper, listener, new SecureRandom());
    }

    /** @param random gives run keys to runs that have none of their trigger, and spreads pauses */
    public Backup(
            Settings settings,
            BackupStore store,
            Tables tables,
            TableExports exports,
            InstantSource clock,
            Sleeper sleeper,
            ProgressListener listener,
            RandomGenerator random) {
        this.settings = settings;
        this.layout = new BackupLayout(settings.prefix());
        this.clock = clock;
        this.random = random;
        this.listener = listener.withoutFailures();

        JitteredPause retry = new JitteredPause(sleeper, random, Duration.ofMillis(500), Duration.ofSeconds(10));
        // The shortest export takes minutes in AWS and milliseconds in the embedded one.
        JitteredPause poll = new JitteredPause(sleeper, random, Duration.ofSeconds(1), Duration.ofSeconds(30));
        ReadExportManifests exportManifests = new ReadExportManifests(store, layout);
        LookAtExport lookAtExport = new LookAtExport(exports, exportManifests, layout);
        FindLostExports findLostExports = new FindLostExports(settings, layout, store, exports, exportManifests);
        planBackup = new PlanBackup(settings);
        checkTableNames = new CheckTableNames(settings);
        readManifest = new ReadManifest(store, layout);
        storeManifest = new StoreManifest(settings, layout, store, readManifest, clock, retry);
        finishEarlierBackups = new FinishEarlierBackups(readManifest, findLostExports, lookAtExport, storeManifest);
        noteStarts = new NoteStarts(layout, store, retry);
        startExports = new StartExports(settings, layout, tables, exports, clock, retry);
        findRunningExports = new FindRunningExports(readManifest, findLostExports);
        awaitExports = new AwaitExports(lookAtExport, storeManifest, clock, poll);
    }

    /**
     * @param stop exports still running when it is reached stay IN_PROGRESS; a later call finishes them
     * @throws io.ddbvault.core.error.DdbvaultException for what concerns the run as a whole: a request that asks for
     *     something that cannot be, a manifest that cannot be read or written
     */
    public BackupSummary run(BackupRequest request, Stop stop) {
        Journal journal = new Journal(listener);
        Instant now = clock.instant();
        BackupPlan plan = planBackup.plan(request, now).withKey(random);
        journal.planned(plan);
        checkTableNames.check(plan.tables()).forEach(journal::warn);
        finishEarlierBackups.finish(plan, now, stop, journal);

        StartedExports started =
                plan.finishOnly() ? findRunningExports.find(plan, journal) : start(plan, stop, journal);
        // Before the first wait: from here on any later call finds these exports, whatever becomes of this one.
        storeManifest.store(plan.date(), started.exports());
        FinishedExports finished = awaitExports.await(started, stop, journal);
        BackupManifest manifest = storeManifest.store(plan.date(), finished.exports());

        return new BackupSummary(
                plan.date(),
                settings.environment(),
                settings.bucket(),
                layout.manifest(plan.date()),
                ReportExports.report(plan, finished, manifest),
                manifest.exports(),
                journal.warnings());
    }

    private StartedExports start(BackupPlan plan, Stop stop, Journal journal) {
        List<TableExport> attempts = attempts(plan, journal);
        // Before the first start, each of which is an export that no manifest names yet.
        noteStarts.note(plan, attempts);
        return startExports.start(plan, attempts, stop, journal);
    }

    private List<TableExport> attempts(BackupPlan plan, Journal journal) {
        Optional<BackupManifest> manifest = readManifest.read(plan.date()).map(StoredManifest::manifest);
        manifest.map(BackupManifest::environment)
                .filter(environment -> !environment.equals(settings.environment()))
                .ifPresent(environment -> journal.warn(
                        "The manifest of %s is one of the environment %s, and stays so: a restore in %s refuses it. Give each environment a bucket or an S3_EXPORTS_PREFIX of its own."
                                .formatted(plan.date(), environment, settings.environment())));
        return manifest.map(BackupManifest::attempts).orElse(List.of());
    }
}
