package io.ddbvault.spark;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.CheckedFile;
import io.ddbvault.core.verify.FoundKey;
import io.ddbvault.core.verify.JoinReads;
import io.ddbvault.core.verify.ReadFiles;
import io.ddbvault.spark.ReadFileTask.Numbered;
import io.ddbvault.spark.ReadRow.Duplicates;
import io.ddbvault.spark.ReadRow.OfFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Reads each data file in a task of its own, the largest first. Keys go through a shuffle as fingerprints, so that equal
 * ones of all files meet. What was found comes back as rows: of a task that is tried again they come once.
 */
final class ReadFilesOnSpark implements ReadFiles {
    /** Of one bucket, so that it takes some 100 MB of an executor while duplicates are looked for. */
    private static final long KEYS_PER_BUCKET = 1_000_000;

    private final OnCluster cluster;
    private final TaskSettings settings;
    private final BackupReader backups;

    /** @param backups only says how objects are called */
    ReadFilesOnSpark(OnCluster cluster, TaskSettings settings, BackupReader backups) {
        this.cluster = cluster;
        this.settings = settings;
        this.backups = backups;
    }

    @Override
    public FilesRead read(List<CheckedFile> files, FoundKey key, String label, int threads, Stop stop) {
        List<Numbered> tasks = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            tasks.add(new Numbered(i, files.get(i)));
        }
        tasks.sort(Comparator.comparingLong((Numbered task) -> task.file().size())
                .reversed()
                .thenComparing(Numbered::number));
        int buckets = key.schema() == null ? 0 : buckets(files);
        JavaSparkContext spark = cluster.spark();
        spark.setJobDescription("reads " + label);
        try {
            return join(
                    files,
                    key,
                    cluster.run(() -> spark.parallelize(tasks, tasks.size())
                            .flatMapToPair(new ReadFileTask(settings, key, buckets))
                            .partitionBy(new ByNumber(buckets + 1))
                            .mapPartitions(new FindDuplicates())
                            .collect()));
        } catch (DdbvaultException e) {
            if (e.code() == ErrorCode.STOPPED) {
                return new FilesRead(true, 0, 0, 0, List.of(), 0, false);
            }
            throw e;
        }
    }

    private int buckets(List<CheckedFile> files) {
        long items = files.stream().mapToLong(file -> file.file().itemCount()).sum();
        long forMemory = items / KEYS_PER_BUCKET + 1;
        return Math.toIntExact(Math.max(forMemory, Math.min(cluster.spark().defaultParallelism(), files.size())));
    }

    private FilesRead join(List<CheckedFile> files, FoundKey key, List<ReadRow> rows) {
        JoinReads join = new JoinReads(backups, files, key);
        for (ReadRow row : rows) {
            if (row instanceof OfFile ofFile) {
                join.add(ofFile.file(), ofFile.read());
            } else if (row instanceof Duplicates duplicates) {
                for (int i = 0; i < duplicates.files().length; i++) {
                    join.addDuplicate(duplicates.files()[i], duplicates.lines()[i]);
                }
                join.addMoreDuplicates(duplicates.count() - duplicates.files().length);
            }
        }
        return join.result();
    }
}
