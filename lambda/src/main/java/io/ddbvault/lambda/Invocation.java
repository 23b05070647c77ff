package io.ddbvault.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.ddbvault.aws.Vault;
import io.ddbvault.core.backup.FitSummary;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.CutAnswer;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.RestoreId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call of a function: everything that both functions do around their work. */
final class Invocation {
    /** What a rule or a schedule of Amazon EventBridge calls itself. */
    private static final String SCHEDULE = "aws.events";

    /** Which no repetition mends. */
    private static final Set<String> REFUSALS =
            Set.of(ErrorCode.INVALID_REQUEST.name(), ErrorCode.INVALID_SETTINGS.name());

    private final String function;
    private final Container container;
    private final Context context;
    private final Deadline deadline;
    private final Stop stop;
    private final CallLog log;
    private final CountWrites writes = new CountWrites();
    private final @Nullable String newRestoreId;

    /**
     * @param function {@code backup} or {@code restore}, for the log
     * @param newRestoreId what a restore is called that the event does not name; null for a backup
     */
    Invocation(String function, Container container, Context context, @Nullable String newRestoreId) {
        this.function = function;
        this.newRestoreId = newRestoreId;
        this.container = container;
        this.context = context;
        this.deadline = Deadline.of(context, InstantSource.system());
        this.stop = new Stop(InstantSource.system(), deadline.end());
        this.log = new CallLog(context.getAwsRequestId(), InstantSource.system());
    }

    /** What a function made of an event. */
    record Outcome(Answer answer, List<Metric> metrics) {}

    /** What a function does with an event that is a JSON object. */
    @FunctionalInterface
    interface Work {
        Outcome run(Map<String, @Nullable Object> event, Invocation invocation);
    }

    /** What a function counts for an event of which it made nothing; the event is empty if it was no JSON object. */
    @FunctionalInterface
    interface Failure {
        List<Metric> metrics(Map<String, @Nullable Object> event, Invocation invocation);
    }

    /**
     * @throws NothingSucceededException for a schedule's event of which nothing succeeded, so that Lambda counts it as
     *     an error, repeats it and sends it to the function's destination; and for a unit's step that failed in a way that
     *     may pass or be mended, so that Step Functions repeats it and can redrive it
     * @throws IOException if the answer cannot be handed over
     */
    void answer(InputStream in, OutputStream out, Work work, Failure failure) throws IOException {
        Map<String, @Nullable Object> event = Map.of();
        DdbvaultException unreadable = null;
        try {
            event = ReadEvent.read(in);
        } catch (DdbvaultException e) {
            unreadable = e;
        }
        log.started(function, context, deadline, restoreId(event), container.environment());
        Outcome outcome;
        try {
            if (unreadable != null) {
                throw unreadable;
            }
            deadline.checkEnough();
            log.event(event);
            outcome = work.run(event, this);
        } catch (DdbvaultException e) {
            log.failed(e);
            outcome = new Outcome(Answer.to(e), failure.metrics(event, this));
        } catch (RuntimeException | LinkageError e) {
            // An OutOfMemoryError is not caught: the process is done with, and Lambda starts another one.
            log.defect(e);
            DdbvaultException defect = new DdbvaultException(
                    ErrorCode.INTERNAL_ERROR,
                    "%s. This is a defect of ddbvault; the function's log has the stack trace, request id %s."
                            .formatted(e, context.getAwsRequestId()));
            outcome = new Outcome(Answer.to(defect), failure.metrics(event, this));
        }
        Answer answer = outcome.answer();
        log.metrics(context.getFunctionName(), outcome.metrics());
        log.ended(answer);
        if (answer.statusCode() == Answer.NOTHING && nobodyReads(event, answer)) {
            Answer cut = CutAnswer.cut(answer, NothingSucceededException.MAX_BYTES, FitSummary.LISTS);
            throw new NothingSucceededException(Json.compact(cut.body()));
        }
        out.write(answer.toJson().getBytes(StandardCharsets.UTF_8));
    }

    /** A backup ignores fields that it does not know; only a restore has an id. */
    private boolean nobodyReads(Map<String, @Nullable Object> event, Answer answer) {
        boolean refused = REFUSALS.contains(String.valueOf(answer.body().get("error_code")));
        return SCHEDULE.equals(event.get("source"))
                || (newRestoreId != null && RestoreStep.isOfUnits(event) && !refused);
    }

    private @Nullable String restoreId(Map<String, @Nullable Object> event) {
        return newRestoreId != null && event.get("restore_id") instanceof String given && RestoreId.isOne(given)
                ? given
                : newRestoreId;
    }

    /** A vault that stops in time for an answer and whose progress is logged. */
    Vault open(Settings settings) {
        ProgressListener listener = event -> {
            log.on(event);
            writes.on(event);
        };
        return container.open(settings, listener, stop);
    }

    /** When this call's work has to end. */
    Stop stop() {
        return stop;
    }

    /** How long until Lambda kills this call. */
    Duration left() {
        return Duration.ofMillis(context.getRemainingTimeInMillis());
    }

    /** Items that this call has written so far. */
    long itemsWritten() {
        return writes.items();
    }
}
