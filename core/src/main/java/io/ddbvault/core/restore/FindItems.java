package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.format.ItemLine;
import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.format.MeasuredInputStream;
import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.key.KeySelection;
import io.ddbvault.core.manifest.DataFile;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.BackupReader.ObjectStart;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** One look through an export's data files, several at a time. What cannot be read is named, and the rest is looked at. */
final class FindItems {
    private static final int GZIP_BUFFER_BYTES = 64 << 10;
    private static final int FAULTS_NAMED = 10;

    private final BackupReader backups;
    private final KeySelection selection;
    private final boolean endsEarly;
    private final int threads;
    private final Consumer<byte[]> sink;
    private final Stop stop;

    private final BitSet found = new BitSet();
    private final List<String> faults = new ArrayList<>();
    private long items;
    private volatile boolean allFound;

    /**
     * @param endsEarly whether each key means one item, so that nothing is left to look for once all are found
     * @param sink is given items, one at a time
     */
    FindItems(
            BackupReader backups,
            KeySelection selection,
            boolean endsEarly,
            int threads,
            Consumer<byte[]> sink,
            Stop stop) {
        this.backups = backups;
        this.selection = selection;
        this.endsEarly = endsEarly;
        this.threads = threads;
        this.sink = sink;
        this.stop = stop;
    }

    FoundItems in(List<DataFile> files, LocalDate date) {
        Queue<DataFile> left = new ConcurrentLinkedQueue<>(files);
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, files.size())));
        try {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < Math.min(threads, files.size()); i++) {
                readers.add(pool.submit(() -> readAll(left)));
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a data file could not be looked through", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DdbvaultException(ErrorCode.INTERNAL_ERROR, "The look for items was interrupted.", e);
        } finally {
            // Not by interrupt: that would break connections that others use.
            pool.shutdown();
        }
        if (stop.reached() && !allFound) {
            fault("Not all was looked at: %s came first".formatted(stop.reason()));
        }
        return new FoundItems(
                date,
                selection.size(),
                items,
                IntStream.range(0, selection.size())
                        .filter(key -> !found.get(key))
                        .mapToObj(selection.keys()::get)
                        .toList(),
                faults);
    }

    private void readAll(Queue<DataFile> left) {
        DataFile file = left.poll();
        while (file != null && !isOver()) {
            try {
                read(file);
            } catch (IOException e) {
                fault("%s could not be read to its end: %s".formatted(backups.uri(file.key()), e.getMessage()));
            } catch (DdbvaultException e) {
                fault(e.text());
            }
            file = left.poll();
        }
    }

    private boolean isOver() {
        return allFound || stop.reached();
    }

    private void read(DataFile file) throws IOException {
        ObjectStart start = backups.peek(file.key(), 1)
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.OBJECT_MISSING,
                        "The data file %s is missing, which the export's manifest lists with %d items."
                                .formatted(backups.uri(file.key()), file.itemCount())));
        try (MeasuredInputStream measured = new MeasuredInputStream(backups.open(file.key(), start.etag()));
                GZIPInputStream unpacked = new GZIPInputStream(measured, GZIP_BUFFER_BYTES)) {
            ReadLines lines = new ReadLines(unpacked);
            ItemLine item = new ItemLine();
            while (lines.next()) {
                if (allFound || (lines.number() % 1000 == 0 && stop.reached())) {
                    return;
                }
                look(item, lines, file);
            }
            measured.drain();
            if (lines.number() != file.itemCount() || !measured.md5().equals(file.md5())) {
                fault("%s is not what the export's manifest says: it has %d lines and the MD5 %s, not %d and %s"
                        .formatted(
                                backups.uri(file.key()), lines.number(), measured.md5(), file.itemCount(), file.md5()));
            }
        }
    }

    private void look(ItemLine item, ReadLines lines, DataFile file) {
        try {
            item.parse(lines.buffer(), lines.start(), lines.end());
        } catch (MalformedLineException e) {
            fault("%s line %d is no item: %s".formatted(backups.uri(file.key()), lines.number(), e.reason()));
            return;
        }
        List<Integer> matched = selection.matches(lines.buffer(), item.itemStart(), item.itemEnd());
        if (matched == null) {
            fault("%s line %d has not the key %s"
                    .formatted(backups.uri(file.key()), lines.number(), selection.schema()));
        } else if (!matched.isEmpty()) {
            found(matched, Arrays.copyOfRange(lines.buffer(), item.itemStart(), item.itemEnd()));
        }
    }

    private synchronized void found(List<Integer> keys, byte[] item) {
        if (allFound) {
            // A file that was still being read when the last came.
            return;
        }
        keys.forEach(found::set);
        items++;
        sink.accept(item);
        allFound = endsEarly && found.cardinality() == selection.size();
    }

    private synchronized void fault(String sentence) {
        if (faults.size() < FAULTS_NAMED) {
            faults.add(sentence);
        }
    }
}
