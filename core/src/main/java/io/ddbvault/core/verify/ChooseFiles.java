package io.ddbvault.core.verify;

import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.manifest.DataFile;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which of a table's data files are read. A sample takes the next so many each day, in the order of their keys, which
 * DynamoDB makes at random, and begins again behind the last: after 1/share days every file was read once. Files without
 * items prove nothing and are not in it. Pure.
 */
final class ChooseFiles {
    private ChooseFiles() {}

    /** @return their keys; of a sample at least one, where there is one with items */
    static Set<String> choose(List<DataFile> files, VerifyRequest request) {
        if (request.depth() == Depth.QUICK) {
            return Set.of();
        }
        if (request.depth() == Depth.DEEP) {
            return keys(files);
        }
        List<DataFile> full = files.stream()
                .filter(file -> file.itemCount() > 0)
                .sorted(Comparator.comparing(DataFile::key))
                .toList();
        return full.isEmpty() ? Set.of() : keys(window(full, request.share(), request.seed()));
    }

    private static List<DataFile> window(List<DataFile> files, double share, LocalDate seed) {
        int count = (int) Math.max(1, Math.min(files.size(), Math.ceil(files.size() * share)));
        int first = (int) Math.floorMod(seed.toEpochDay() * count, (long) files.size());
        return IntStream.range(first, first + count)
                .mapToObj(index -> files.get(index % files.size()))
                .toList();
    }

    private static Set<String> keys(List<DataFile> files) {
        Set<String> keys = new HashSet<>();
        files.forEach(file -> keys.add(file.key()));
        return keys;
    }
}
