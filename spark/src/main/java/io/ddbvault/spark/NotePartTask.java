package io.ddbvault.spark;

import io.ddbvault.aws.Vault;
import io.ddbvault.core.diff.NotePart;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.error.ErrorKind;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.port.Tables.Segment;
import io.ddbvault.core.restore.CheckedFile;
import java.io.Serializable;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Notes the items of a data file or of a segment, and hands the notes on in buckets, so that those of equal keys of both
 * sides meet. What is no note goes into a bucket of its own behind them.
 *
 * @param schema of both sides
 */
record NotePartTask(TaskSettings settings, KeySchema schema, int buckets)
        implements PairFlatMapFunction<NotePartTask.Part, Integer, DiffRow> {
    /** What one task reads. */
    sealed interface Part extends Serializable {}

    /**
     * A file of a backup.
     *
     * @param here whether of the backup that is compared, and not of the other one
     * @param number in that side's list of files, from 0
     */
    record FilePart(boolean here, String table, LocalDate date, CheckedFile file, int number) implements Part {}

    /**
     * A segment of a table.
     *
     * @param maxReadUnits its share of the ceiling; null for none
     */
    record SegmentPart(
            String table, int index, int total, @Nullable Integer maxReadUnits) implements Part {}

    @Override
    public Iterator<Tuple2<Integer, DiffRow>> call(Part part) {
        List<PackedNotes> notes = new ArrayList<>();
        for (int i = 0; i < buckets; i++) {
            notes.add(new PackedNotes());
        }
        NotePart.Notes sorted = (key, note) -> notes.get((int) Long.remainderUnsigned(key.high() >>> 16, buckets))
                .add(key, note);
        List<Tuple2<Integer, DiffRow>> rows = new ArrayList<>();
        Vault vault = ExecutorVault.of(settings);
        NotePart notePart = new NotePart(vault.store(), vault.tables(), schema, InstantSource.system(), Sleeper.SYSTEM);
        boolean here = false;
        try (StopWithTask watched = new StopWithTask(TaskContext.get())) {
            if (part instanceof FilePart file) {
                here = file.here();
                notePart.ofFile(file.table(), file.date(), file.file(), file.number(), sorted, watched.stop());
            } else if (part instanceof SegmentPart segment) {
                double units = scan(vault, notePart, segment, sorted, watched.stop());
                rows.add(new Tuple2<>(buckets, new DiffRow.Charged(units)));
            }
        } catch (DdbvaultException e) {
            if (e.code().kind() != ErrorKind.CORRUPT_DATA) {
                throw e;
            }
            return List.of(new Tuple2<Integer, DiffRow>(buckets, new DiffRow.Damaged(e.code(), e.text())))
                    .iterator();
        }
        for (int i = 0; i < buckets; i++) {
            if (!notes.get(i).isEmpty()) {
                rows.add(new Tuple2<>(i, new DiffRow.Notes(here, notes.get(i).packed())));
            }
        }
        return rows.iterator();
    }

    private static double scan(Vault vault, NotePart notePart, SegmentPart segment, NotePart.Notes notes, Stop stop) {
        TableDescription table = vault.tables()
                .describe(segment.table())
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.TABLE_NOT_FOUND,
                        "The table %s was there when the comparison began, and is not any more."
                                .formatted(segment.table())));
        return notePart.ofSegment(
                table, new Segment(segment.index(), segment.total()), segment.maxReadUnits(), notes, stop);
    }
}
