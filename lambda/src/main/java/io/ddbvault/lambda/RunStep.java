package io.ddbvault.lambda;

import io.ddbvault.aws.Vault;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.EncodeReport;
import io.ddbvault.core.restore.Prepared;
import io.ddbvault.core.restore.Prepared.PreparedTable;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.Unit;
import io.ddbvault.core.restore.UnitResult;
import io.ddbvault.core.restore.UnitResult.Status;
import io.ddbvault.lambda.Invocation.Outcome;
import io.ddbvault.lambda.RestoreStep.Clear;
import io.ddbvault.lambda.RestoreStep.Cleared;
import io.ddbvault.lambda.RestoreStep.Prepare;
import io.ddbvault.lambda.RestoreStep.Report;
import io.ddbvault.lambda.RestoreStep.Write;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Does one step of a restore. */
final class RunStep {
    private final Vault vault;
    private final Settings settings;
    private final Invocation invocation;
    private final Stop stop;

    RunStep(Vault vault, Settings settings, Invocation invocation) {
        this.vault = vault;
        this.settings = settings;
        this.invocation = invocation;
        this.stop = invocation.stop();
    }

    /** @param newId what a restore is called that begins */
    Outcome run(RestoreStep step, String newId) {
        if (step instanceof Prepare prepare) {
            Prepared prepared = vault.restoreInSteps(DecodeStep.MOST_SEGMENTS).prepare(prepare.request(), newId, stop);
            RestoreReport ended = prepared.report();
            return ended == null ? prepared(prepared) : report(ended);
        }
        if (step instanceof Clear clear) {
            return vault.unit(1, units -> unit(units.run(clear.unit(), stop)));
        }
        if (step instanceof Cleared cleared) {
            long items = vault.restoreInSteps(DecodeStep.MOST_SEGMENTS)
                    .cleared(cleared.restoreId(), cleared.attempt(), cleared.table(), cleared.segments(), stop);
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("status", Status.DONE.name());
            body.put("items_cleared", items);
            return part(Answer.OK, body);
        }
        if (step instanceof Write write) {
            return vault.unit(
                    1,
                    units -> unit(units.run(
                            units.ofFile(
                                    write.restoreId(),
                                    write.attempt(),
                                    write.table(),
                                    write.dataFile(),
                                    write.maxWriteUnits()),
                            stop)));
        }
        Report report = (Report) step;
        return report(
                vault.restoreInSteps(DecodeStep.MOST_SEGMENTS).report(report.restoreId(), report.attempt(), stop));
    }

    // On JDK 17 a value that may be null is not seen as such through a class file; on 25 it is.
    @SuppressWarnings("NullAway")
    private Outcome report(RestoreReport report) {
        return new Outcome(
                vault.fit(EncodeReport.encode(report)), RestoreMetrics.of(report, invocation.itemsWritten()));
    }

    /** What is broken off is no answer that a state machine could go on with: it is thrown, and so repeated. */
    private Outcome unit(UnitResult result) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("status", result.status().name());
        if (result.unit().kind() == Unit.Kind.CLEAR) {
            body.put("items_cleared", result.itemsCleared());
        } else {
            body.put("items_written", result.itemsWritten());
            body.put("items_failed", result.itemsFailed());
        }
        if (result.error() != null) {
            body.put("error", result.error());
        }
        return part(result.status() == Status.BROKEN_OFF ? Answer.NOTHING : Answer.OK, body);
    }

    private Outcome prepared(Prepared prepared) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("restore_id", prepared.restoreId());
        body.put("attempt", prepared.attempt());
        body.put("tables", prepared.tables().stream().map(this::table).toList());
        body.put("warnings", prepared.warnings());
        return part(Answer.OK, body);
    }

    private Map<String, @Nullable Object> table(PreparedTable table) {
        List<Integer> segments = IntStream.range(0, table.segments()).boxed().toList();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table_name", table.table());
        fields.put("phase", table.phase().name());
        fields.put("clear_segments", segments);
        fields.put("segments", table.segments());
        fields.put("s3_bucket", settings.bucket());
        fields.put("manifest_files_key", table.manifestFilesKey());
        fields.put("data_files", table.dataFiles());
        fields.put("expected_items", table.expectedItems());
        fields.put("max_concurrency", table.atATime());
        fields.put("unit_write_units", table.maxWriteUnits());
        return fields;
    }

    /** Tables and failed items are counted by the report. */
    // As in report().
    @SuppressWarnings("NullAway")
    private Outcome part(int statusCode, Map<String, @Nullable Object> body) {
        return new Outcome(new Answer(statusCode, body), RestoreMetrics.ofPart(invocation.itemsWritten()));
    }
}
