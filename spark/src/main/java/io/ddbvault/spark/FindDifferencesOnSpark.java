package io.ddbvault.spark;

import io.ddbvault.core.diff.FindDifferences;
import io.ddbvault.core.diff.Side;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.spark.DiffRow.Bucket;
import io.ddbvault.spark.DiffRow.Charged;
import io.ddbvault.spark.DiffRow.Damaged;
import io.ddbvault.spark.NotePartTask.FilePart;
import io.ddbvault.spark.NotePartTask.Part;
import io.ddbvault.spark.NotePartTask.SegmentPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.StorageLevels;
import org.jspecify.annotations.Nullable;

/**
 * Reads both sides in tasks, a data file or a segment of the table each, and has the notes of equal keys meet by a shuffle.
 * As many segments are scanned as there are shares of the ceiling, so it holds however many tasks run.
 */
final class FindDifferencesOnSpark implements FindDifferences {
    /** Of one bucket, both sides together, so that it takes some 100 MB of an executor while they meet. */
    private static final long ITEMS_PER_BUCKET = 500_000;
    /** Below that, more than one segment is not worth its requests. */
    private static final long ITEMS_FOR_SEGMENTS = 10_000;
    /** A page costs up to 256 units, and each segment has one on its way. */
    private static final int UNITS_PER_SEGMENT = 256;

    private final OnCluster cluster;
    private final TaskSettings settings;
    private final int tasks;

    /** @param tasks segments of the table that are scanned at a time */
    FindDifferencesOnSpark(OnCluster cluster, TaskSettings settings, int tasks) {
        this.cluster = cluster;
        this.settings = settings;
        this.tasks = tasks;
    }

    @Override
    public double find(
            Side.Backup here,
            Side there,
            KeySchema schema,
            boolean places,
            @Nullable Integer maxReadUnits,
            Found found,
            Stop stop) {
        List<Part> parts = new ArrayList<>(files(here, true));
        if (there instanceof Side.Backup other) {
            parts.addAll(files(other, false));
        } else {
            // First, since they take the longest.
            parts.addAll(0, segments(there.label(), Math.max(here.items(), there.items()), maxReadUnits));
        }
        int buckets = Math.toIntExact((here.items() + there.items()) / ITEMS_PER_BUCKET + tasks);
        JavaSparkContext spark = cluster.spark();
        spark.setJobDescription("compares %s with %s".formatted(here.label(), there.label()));
        return cluster.run(() -> {
            JavaRDD<DiffRow> rows = spark.parallelize(parts, parts.size())
                    .flatMapToPair(new NotePartTask(settings, schema, buckets))
                    .partitionBy(new ByNumber(buckets + 1))
                    .mapPartitions(new MeetNotesTask(there instanceof Side.Live, places))
                    // All buckets at a time, but here one after the other.
                    .persist(StorageLevels.DISK_ONLY);
            rows.count();
            double units = take(rows.toLocalIterator(), found);
            rows.unpersist(false);
            return units;
        });
    }

    private static List<FilePart> files(Side.Backup side, boolean here) {
        List<FilePart> parts = new ArrayList<>();
        for (int i = 0; i < side.files().size(); i++) {
            parts.add(new FilePart(here, side.table(), side.date(), side.files().get(i), i));
        }
        parts.sort(
                Comparator.comparingLong((FilePart part) -> part.file().size()).reversed());
        return parts;
    }

    private List<SegmentPart> segments(String table, long items, @Nullable Integer maxReadUnits) {
        int worthIt = items < ITEMS_FOR_SEGMENTS ? 1 : tasks;
        int count = maxReadUnits == null ? worthIt : Math.max(1, Math.min(worthIt, maxReadUnits / UNITS_PER_SEGMENT));
        // Rounded down: all together stay under the ceiling.
        Integer share = maxReadUnits == null ? null : Integer.valueOf(maxReadUnits / count);
        List<SegmentPart> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new SegmentPart(table, i, count, share));
        }
        return parts;
    }

    private static double take(Iterator<DiffRow> rows, Found found) {
        double units = 0;
        List<Damaged> damaged = new ArrayList<>();
        while (rows.hasNext()) {
            DiffRow row = rows.next();
            if (row instanceof Charged charged) {
                units += charged.readUnits();
            } else if (row instanceof Damaged one) {
                damaged.add(one);
            } else if (row instanceof Bucket bucket) {
                take(bucket, found);
            }
        }
        // Whichever task came first, the same one is told.
        damaged.stream().min(Comparator.comparing(Damaged::text)).ifPresent(first -> {
            throw new DdbvaultException(first.code(), first.text());
        });
        return units;
    }

    private static void take(Bucket bucket, Found found) {
        for (int i = 0; i < bucket.twice().length; i += 3) {
            if (bucket.twice()[i] == 1) {
                found.twiceHere(bucket.twice()[i + 1], bucket.twice()[i + 2]);
            } else {
                found.twiceThere(bucket.twice()[i + 1]);
            }
        }
        long[] counts = bucket.counts();
        found.counted(counts[0], counts[1], counts[2], counts[3]);
        for (long place : bucket.onlyHere()) {
            found.onlyHere(place);
        }
        for (long place : bucket.onlyThere()) {
            found.onlyThere(place);
        }
        for (int i = 0; i < bucket.changedHere().length; i++) {
            found.changed(bucket.changedHere()[i], bucket.changedThere()[i]);
        }
        PackedNotes.read(bucket.keysThere(), found::onlyThere);
    }
}
