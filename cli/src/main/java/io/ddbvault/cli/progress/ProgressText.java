package io.ddbvault.cli.progress;

import io.ddbvault.cli.report.DescribeCost;
import io.ddbvault.cli.report.Human;
import io.ddbvault.core.cost.EstimateCost;
import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.DrillStarted;
import io.ddbvault.core.event.ProgressEvent.ExportEnded;
import io.ddbvault.core.event.ProgressEvent.ExportEstimated;
import io.ddbvault.core.event.ProgressEvent.ExportStarted;
import io.ddbvault.core.event.ProgressEvent.ExportsRunning;
import io.ddbvault.core.event.ProgressEvent.LockAwaited;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.PhaseEnded;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import io.ddbvault.core.event.ProgressEvent.RestoreEstimated;
import io.ddbvault.core.event.ProgressEvent.RestoreStarted;
import io.ddbvault.core.event.ProgressEvent.ScratchTableCreated;
import io.ddbvault.core.event.ProgressEvent.ScratchTableDeleted;
import io.ddbvault.core.event.ProgressEvent.Warning;
import io.ddbvault.core.manifest.Timestamps;
import java.util.Locale;

/** What an event says, in one line. */
final class ProgressText {
    private ProgressText() {}

    static String of(Warning warning) {
        return "warning: " + warning.text();
    }

    static String of(RestoreStarted started) {
        return "restore " + started.restoreId();
    }

    static String of(DrillStarted started) {
        return "drill " + started.drillId();
    }

    static String of(ScratchTableCreated created) {
        return created.table() + ": created";
    }

    static String of(ScratchTableDeleted deleted) {
        return deleted.table() + ": deleted";
    }

    static String of(LockAwaited awaited) {
        return "%s: locked by this restore's run before, %s; waiting until that lock expires at %s"
                .formatted(awaited.table(), awaited.owner(), Timestamps.format(awaited.until()));
    }

    static String of(RestoreEstimated estimated) {
        return "%s: %s of the backup, %s"
                .formatted(estimated.table(), items(estimated.items()), DescribeCost.all(estimated.cost()));
    }

    static String of(ExportEstimated estimated) {
        return estimated.tableBytes() == 0
                ? estimated.table() + ": exporting; empty, or too new for DynamoDB to tell its size and so the cost"
                : "%s: exporting about %s, costs %s at $0.10 a GB, as in us-east-1"
                        .formatted(
                                estimated.table(),
                                Human.bytes(estimated.tableBytes()),
                                EstimateCost.dollars(estimated.dollars()));
    }

    static String of(ExportStarted started) {
        return started.table() + ": export started";
    }

    static String of(ExportsRunning exports) {
        return "%s running, %s ended, after %s"
                .formatted(
                        Human.count(exports.running(), "export"),
                        Human.count(exports.ended()),
                        Human.duration(exports.elapsed()));
    }

    static String of(ExportEnded ended) {
        return ended.completed()
                ? "%s: exported %s".formatted(ended.table(), Human.count(ended.items(), "item"))
                : "%s: export failed: %s".formatted(ended.table(), ended.reason());
    }

    static String of(PhaseStarted started) {
        return switch (started.phase()) {
            case VALIDATE -> started.table() + ": validating";
            case NOTE ->
                "%s: noting what it holds, about %s".formatted(started.table(), items(started.expectedItems()));
            case COMPARE -> started.table() + ": comparing what it held with the backup";
            case CLEAR -> "%s: deleting about %s".formatted(started.table(), items(started.expectedItems()));
            case WRITE -> "%s: writing %s".formatted(started.table(), items(started.expectedItems()));
            case SIFT ->
                "%s: going through %s, to write what is needed"
                        .formatted(started.table(), items(started.expectedItems()));
            case READ -> "%s: reading %s".formatted(started.table(), items(started.expectedItems()));
            case SELECT ->
                "%s: looking for the keys among %s".formatted(started.table(), items(started.expectedItems()));
        };
    }

    static String of(Advanced advanced) {
        return "%s: %s %s".formatted(advanced.table(), past(advanced.phase()), counts(advanced));
    }

    /** {@code 12,000 of 50,000 items (24%), 3.1 MiB, 4,800 items/s, 0:08 left}. */
    static String counts(Advanced advanced) {
        StringBuilder text = new StringBuilder();
        text.append(Human.count(advanced.items())).append(" of ");
        text.append(items(advanced.expectedItems()));
        text.append(String.format(Locale.ROOT, " (%d%%)", (int) advanced.percent()));
        if (advanced.bytes() > 0) {
            text.append(", ").append(Human.bytes(advanced.bytes()));
        }
        text.append(", ").append(Human.count(Math.round(advanced.rate()))).append(" items/s");
        if (advanced.rate() > 0) {
            text.append(", ").append(Human.clock(advanced.remaining())).append(" left");
        }
        return text.toString();
    }

    /** {@code 3.1 MiB, 4,800/s, 0:08 left}: what a bar has room for. */
    static String brief(Advanced advanced) {
        StringBuilder text = new StringBuilder();
        if (advanced.bytes() > 0) {
            text.append(Human.bytes(advanced.bytes())).append(", ");
        }
        text.append(Human.count(Math.round(advanced.rate()))).append("/s");
        if (advanced.rate() > 0) {
            text.append(", ").append(Human.clock(advanced.remaining())).append(" left");
        }
        return text.toString();
    }

    static String brief(PhaseEnded ended) {
        return "in " + Human.duration(ended.elapsed());
    }

    static String of(PhaseEnded ended) {
        return ended.phase() == Phase.NOTE || ended.phase() == Phase.COMPARE
                ? "%s: %s in %s".formatted(ended.table(), past(ended.phase()), Human.duration(ended.elapsed()))
                : "%s: %s %s in %s"
                        .formatted(
                                ended.table(),
                                past(ended.phase()),
                                items(ended.items()),
                                Human.duration(ended.elapsed()));
    }

    static String past(Phase phase) {
        return switch (phase) {
            case VALIDATE -> "validated";
            case NOTE -> "noted";
            case COMPARE -> "compared";
            case CLEAR -> "deleted";
            case WRITE -> "wrote";
            case SIFT -> "went through";
            case READ -> "read";
            case SELECT -> "looked through";
        };
    }

    private static String items(long count) {
        return Human.count(count, "item");
    }
}
