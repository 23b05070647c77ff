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
    private final ProgressListener listener;

    private final PlanBackup planBackup;
    private final CheckTableNames checkTableNames;
    private final FinishEarlierBackups finishEarlierBackups;
    private final ReadManifest readManifest;
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

    /** @param random gives client tokens to runs without a run key, and spreads pauses */
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
        this.listener = listener.withoutFailures();

        JitteredPause retry = new JitteredPause(sleeper, random, Duration.ofMillis(500), Duration.ofSeconds(10));
        // The shortest export takes minutes in AWS and milliseconds in the embedded one.
        JitteredPause poll = new JitteredPause(sleeper, random, Duration.ofSeconds(1), Duration.ofSeconds(30));
        LookAtExport lookAtExport = new LookAtExport(exports, new ReadExportManifests(store, layout), layout);
        planBackup = new PlanBackup(settings);
        checkTableNames = new CheckTableNames(settings);
        readManifest = new ReadManifest(store, layout);
        storeManifest = new StoreManifest(settings, layout, store, readManifest, clock, retry);
        finishEarlierBackups = new FinishEarlierBackups(readManifest, lookAtExport, storeManifest);
        startExports = new StartExports(settings, layout, tables, exports, clock, random, retry);
        findRunningExports = new FindRunningExports(readManifest);
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
        BackupPlan plan = planBackup.plan(request, now);
        journal.planned(plan);
        checkTableNames.check(plan.tables()).forEach(journal::warn);
        finishEarlierBackups.finish(plan, now, stop, journal);

        StartedExports started = plan.finishOnly()
                ? findRunningExports.find(plan, journal)
                : startExports.start(plan, attempts(plan, journal), stop, journal);
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
                journal.warnings());
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
