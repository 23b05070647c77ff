package io.ddbvault.spark;

import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.CheckedFile;
import io.ddbvault.core.verify.FoundKey;
import io.ddbvault.core.verify.ReadOneFile;
import io.ddbvault.core.verify.ReadOneFile.FileRead;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/**
 * Reads one data file, and hands its keys on in buckets, so that equal keys of all files meet in the same bucket. What
 * became of the file goes into a bucket of its own behind them.
 *
 * @param key of the table
 * @param buckets for keys; 0 where keys are not looked at
 */
record ReadFileTask(TaskSettings settings, FoundKey key, int buckets)
        implements PairFlatMapFunction<ReadFileTask.Numbered, Integer, ReadRow> {
    /** A file, and its number in the list of files. */
    record Numbered(int number, CheckedFile file) implements Serializable {}

    @Override
    public Iterator<Tuple2<Integer, ReadRow>> call(Numbered one) {
        List<PackedKeys> keys = new ArrayList<>();
        for (int i = 0; i < buckets; i++) {
            keys.add(new PackedKeys());
        }
        BackupReader backups = ExecutorVault.of(settings).store();
        FileRead read = new ReadOneFile(backups, key, TaskContext.get()::isInterrupted)
                .read(
                        one.file(),
                        (fingerprint, line) -> keys.get(
                                        (int) Long.remainderUnsigned(fingerprint.high() >>> 16, buckets))
                                .add(fingerprint, line));
        List<Tuple2<Integer, ReadRow>> rows = new ArrayList<>();
        for (int i = 0; i < buckets; i++) {
            if (!keys.get(i).isEmpty()) {
                rows.add(new Tuple2<>(
                        i, new ReadRow.Keys(one.number(), keys.get(i).packed())));
            }
        }
        rows.add(new Tuple2<>(buckets, new ReadRow.OfFile(one.number(), read)));
        return rows.iterator();
    }
}
