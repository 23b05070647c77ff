package io.ddbvault.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What one call tells the function's log: its begin, what happens meanwhile, its end. Never an item or a key. */
final class CallLog implements ProgressListener {
    static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(10);

    /** The exports together are one thing to wait for; no table has this name. */
    private static final String EXPORTS = "";

    /** Fields of an event that say what a call is to do. What else a caller sends stays out of the log. */
    private static final Set<String> TOLD = Set.of(
            "source",
            "time",
            "id",
            "tables",
            "backup_date",
            "target_tables",
            "dry_run",
            "clear_existing_data",
            "clear_mode",
            "max_workers",
            "max_write_units",
            "all_or_nothing",
            "allow_environment_mismatch",
            "restore_id",
            "step",
            "attempt",
            "table",
            "segment",
            "segments",
            "data_file");

    /** Texts of an answer that name no item. */
    private static final Set<String> SHORT_TEXTS = Set.of("backup_date", "status");

    /** Of a longer list only the length is told. */
    private static final int LONGEST = 100;

    private final InstantSource clock;
    private final Instant began;
    /** By table: several are restored side by side, and each is told of. */
    private final Map<String, Instant> lastProgress = new ConcurrentHashMap<>();

    CallLog(String requestId, InstantSource clock) {
        this.clock = clock;
        this.began = clock.instant();
        LogLine.requestId(requestId);
    }

    /**
     * @param restoreId what a restore is called, so that whoever reads the log's first line can go on with it
     * @param environment the function's variables
     */
    void started(
            String function,
            Context context,
            Deadline deadline,
            @Nullable String restoreId,
            Map<String, String> environment) {
        LogLine line = LogLine.info("%s started".formatted(function));
        if (restoreId != null) {
            line.with("restore_id", restoreId);
        }
        line.with("ddbvault", Version.OF_THIS)
                .with("java", System.getProperty("java.version"))
                .with("compilers", compilers(System.getProperty("java.vm.info", "")))
                .with("initializationType", environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"))
                .with("functionVersion", context.getFunctionVersion())
                .with("deadline", deadline.end().toString())
                .with("remainingSeconds", seconds(deadline.left()))
                .with("heapMb", Runtime.getRuntime().maxMemory() >> 20)
                .with("processors", Runtime.getRuntime().availableProcessors())
                .print();
    }

    /**
     * Which of the JVM's compilers are in effect: Lambda's default is the first alone, with {@code
     * -XX:TieredStopAtLevel=1}. From a property, since asking the JVM for the flag costs 25 ms of each start.
     *
     * @param jvm such as {@code mixed mode, emulated-client, sharing}
     */
    static String compilers(String jvm) {
        if (jvm.startsWith("interpreted")) {
            return "none";
        }
        return jvm.contains("emulated-client") ? "C1" : "C1 and C2";
    }

    void event(Map<String, @Nullable Object> event) {
        LogLine line = LogLine.info("event");
        event.forEach((name, value) -> {
            if (TOLD.contains(name)) {
                int length = value instanceof Collection<?> list
                        ? list.size()
                        : value instanceof Map<?, ?> map ? map.size() : 0;
                line.with(name, length > LONGEST ? length : value);
            }
        });
        line.print();
    }

    void failed(DdbvaultException failure) {
        LogLine line = LogLine.error("failed").with("errorCode", failure.code().name());
        // A refused request is quoted in its refusal, and a caller may have put anything into it.
        if (failure.code() != ErrorCode.INVALID_REQUEST) {
            line.with("error", failure.text());
        }
        line.print();
    }

    void defect(Throwable defect) {
        LogLine.error("unexpected failure").with(defect).print();
    }

    /** With the call's duration; after all that takes time, and before the last line. */
    void metrics(String functionName, List<Metric> metrics) {
        Instant now = clock.instant();
        List<Metric> all = new ArrayList<>(metrics);
        all.add(Metric.seconds("Duration", Duration.between(began, now)));
        MetricsLine.of(functionName, now, all).print();
    }

    /** With the answer's counts. Its texts and its lists go to the caller: they may name keys of items. */
    void ended(Answer answer) {
        LogLine line = answer.statusCode() == Answer.OK ? LogLine.info("ended") : LogLine.warn("ended");
        line.with("statusCode", answer.statusCode()).with("seconds", seconds(Duration.between(began, clock.instant())));
        answer.body().forEach((name, value) -> {
            if (value instanceof Number || value instanceof Boolean || SHORT_TEXTS.contains(name)) {
                line.with(name, value);
            }
        });
        line.with("warnings", answer.body().get("warnings") instanceof List<?> list ? list.size() : 0)
                .print();
    }

    @Override
    public void on(ProgressEvent event) {
        if (event instanceof ProgressEvent.Warning warning) {
            LogLine.warn("warning").with("warning", warning.text()).print();
        } else if (event instanceof ProgressEvent.LockAwaited awaited) {
            LogLine.info("lock awaited")
                    .with("table", awaited.table())
                    .with("owner", awaited.owner())
                    .with("until", Timestamps.format(awaited.until()))
                    .print();
        } else if (event instanceof ProgressEvent.ExportStarted started) {
            LogLine.info("export runs")
                    .with("table", started.table())
                    .with("exportArn", started.exportArn())
                    .print();
        } else if (event instanceof ProgressEvent.ExportEnded ended) {
            ended(ended);
        } else if (event instanceof ProgressEvent.PhaseStarted started) {
            LogLine.info("phase started")
                    .with("table", started.table())
                    .with("phase", name(started.phase()))
                    .with("expectedItems", started.expectedItems())
                    .print();
        } else if (event instanceof ProgressEvent.PhaseEnded ended) {
            LogLine.info("phase ended")
                    .with("table", ended.table())
                    .with("phase", name(ended.phase()))
                    .with("items", ended.items())
                    .with("seconds", seconds(ended.elapsed()))
                    .print();
        } else if (event instanceof ProgressEvent.Advanced advanced) {
            advanced(advanced);
        } else if (event instanceof ProgressEvent.ExportsRunning running) {
            if (progressIsDue(EXPORTS)) {
                LogLine.info("progress")
                        .with("exportsRunning", running.running())
                        .with("exportsEnded", running.ended())
                        .with("seconds", seconds(running.elapsed()))
                        .print();
            }
        }
    }

    private static void ended(ProgressEvent.ExportEnded ended) {
        LogLine line = ended.completed() ? LogLine.info("export completed") : LogLine.error("export failed");
        line.with("table", ended.table());
        if (ended.completed()) {
            line.with("items", ended.items());
        } else {
            line.with("reason", ended.reason());
        }
        line.print();
    }

    private void advanced(ProgressEvent.Advanced advanced) {
        if (progressIsDue(advanced.table())) {
            LogLine.info("progress")
                    .with("table", advanced.table())
                    .with("phase", name(advanced.phase()))
                    .with("items", advanced.items())
                    .with("expectedItems", advanced.expectedItems())
                    .with("itemsPerSecond", Math.round(advanced.rate()))
                    .with("percent", Math.round(10 * advanced.percent()) / 10.0)
                    .with("remainingSeconds", advanced.remaining().toSeconds())
                    .print();
        }
    }

    /** For one of the threads that ask at once. */
    private boolean progressIsDue(String subject) {
        Instant last = lastProgress.computeIfAbsent(subject, first -> began);
        Instant now = clock.instant();
        return !now.isBefore(last.plus(BETWEEN_PROGRESS)) && lastProgress.replace(subject, last, now);
    }

    private static String name(ProgressEvent.Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
