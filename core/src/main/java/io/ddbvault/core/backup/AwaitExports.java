package io.ddbvault.core.backup;

import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.pacing.JitteredPause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Polls until every export has ended or the run must stop. The manifest is written each time something ended, so a
 * process that dies here loses nothing that it had learnt.
 */
final class AwaitExports {
    private final LookAtExport lookAtExport;
    private final StoreManifest storeManifest;
    private final InstantSource clock;
    private final JitteredPause pause;

    AwaitExports(LookAtExport lookAtExport, StoreManifest storeManifest, InstantSource clock, JitteredPause pause) {
        this.lookAtExport = lookAtExport;
        this.storeManifest = storeManifest;
        this.clock = clock;
        this.pause = pause;
    }

    public FinishedExports await(StartedExports started, Stop stop, Journal journal) {
        LocalDate date = started.date();
        Instant begin = clock.instant();
        List<Look> looks =
                started.exports().stream().map(Look::running).collect(Collectors.toCollection(ArrayList::new));
        for (int round = 0; ; round++) {
            if (lookAtAll(date, looks, stop, journal)) {
                storeManifest.store(date, exports(looks));
            }
            if (stop.reached() || looks.stream().noneMatch(AwaitExports::isAwaited)) {
                break;
            }
            long running = looks.stream().filter(look -> !look.hasEnded()).count();
            journal.waiting(running, looks.size() - running, Duration.between(begin, clock.instant()));
            pause.pause(round, stop);
        }
        warnOfUnfinished(date, looks, stop, journal);
        return new FinishedExports(date, exports(looks));
    }

    /** @return whether an export ended */
    private boolean lookAtAll(LocalDate date, List<Look> looks, Stop stop, Journal journal) {
        boolean anyEnded = false;
        for (int index = 0; index < looks.size(); index++) {
            Look before = looks.get(index);
            if (!isAwaited(before) || stop.reached()) {
                continue;
            }
            Look look = lookAtExport.look(date, before.export());
            looks.set(index, look);
            if (look.hasEnded()) {
                anyEnded = true;
                journal.ended(look.export());
            }
        }
        return anyEnded;
    }

    private static boolean isAwaited(Look look) {
        return look.again() && !look.hasEnded();
    }

    private static void warnOfUnfinished(LocalDate date, List<Look> looks, Stop stop, Journal journal) {
        List<String> running = new ArrayList<>();
        for (Look look : looks) {
            String obstacle = look.obstacle();
            if (obstacle != null) {
                journal.warn(obstacle);
            } else if (!look.hasEnded()) {
                running.add(look.export().tableName());
            }
        }
        if (!running.isEmpty()) {
            journal.warn(
                    "The run stopped because of %s while DynamoDB still exports %s. Nothing is lost: the next run records the end, or call with {\"backup_date\":\"%s\"} to wait for it."
                            .formatted(stop.reason(), String.join(", ", running), date));
        }
    }

    private static List<TableExport> exports(List<Look> looks) {
        return looks.stream().map(Look::export).collect(Collectors.toList());
    }
}
