package io.ddbvault.spark;

import io.ddbvault.core.restore.KeySet;
import io.ddbvault.spark.ReadRow.Duplicates;
import io.ddbvault.spark.ReadRow.Keys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/**
 * Finds the items of one bucket whose key an item of an earlier file, or of an earlier line, has too. So what is found does
 * not depend on which task ends first. Other rows pass through.
 */
final class FindDuplicates implements FlatMapFunction<Iterator<Tuple2<Integer, ReadRow>>, ReadRow> {
    private static final long serialVersionUID = 1;

    /** As many as are told of. */
    static final int MOST = 100;

    @Override
    public Iterator<ReadRow> call(Iterator<Tuple2<Integer, ReadRow>> bucket) {
        List<ReadRow> rows = new ArrayList<>();
        List<Keys> keys = new ArrayList<>();
        while (bucket.hasNext()) {
            ReadRow row = bucket.next()._2();
            if (row instanceof Keys ofFile) {
                keys.add(ofFile);
            } else {
                rows.add(row);
            }
        }
        if (!keys.isEmpty()) {
            rows.add(duplicates(keys));
        }
        return rows.iterator();
    }

    private static Duplicates duplicates(List<Keys> keys) {
        keys.sort(Comparator.comparingInt(Keys::file));
        KeySet seen = new KeySet();
        List<Integer> files = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        long[] count = new long[1];
        for (Keys ofFile : keys) {
            PackedKeys.read(ofFile.packed(), (key, line) -> {
                if (seen.mark(key, KeySet.BACKED_UP) != 0) {
                    count[0]++;
                    if (files.size() < MOST) {
                        files.add(ofFile.file());
                        lines.add(line);
                    }
                }
            });
        }
        return new Duplicates(
                files.stream().mapToInt(Integer::intValue).toArray(),
                lines.stream().mapToLong(Long::longValue).toArray(),
                count[0]);
    }
}
