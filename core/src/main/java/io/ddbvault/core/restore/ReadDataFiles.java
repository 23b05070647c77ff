package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.format.ItemLine;
import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.format.MeasuredInputStream;
import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.BackupReader;
import java.io.IOException;
import java.util.Queue;
import java.util.zip.GZIPInputStream;

/**
 * One reading thread: takes file after file from a queue that it shares with the others, and makes batches of the items
 * in them. A line that is no item is counted and named, and reading goes on behind it; a file that ends too early or is
 * not what its manifest says is a fault of the whole table, whatever its items were.
 */
final class ReadDataFiles implements BatchSource {
    private static final int GZIP_BUFFER_BYTES = 64 << 10;

    private final BackupReader backups;
    private final Queue<CheckedFile> files;
    private final WriteBatch.Builder builder;
    private final ItemLine item = new ItemLine();

    ReadDataFiles(BackupReader backups, String table, Queue<CheckedFile> files) {
        this.backups = backups;
        this.files = files;
        this.builder = new WriteBatch.Builder(table, WriteBatch.Operation.PUT);
    }

    @Override
    public WriteTally readInto(BatchQueue queue) throws InterruptedException {
        WriteTally tally = WriteTally.EMPTY;
        CheckedFile file = files.poll();
        while (file != null && !queue.isClosed()) {
            tally = tally.add(read(file, queue));
            file = files.poll();
        }
        if (!builder.isEmpty()) {
            queue.put(builder.build());
        }
        return tally;
    }

    private WriteTally read(CheckedFile file, BatchQueue queue) throws InterruptedException {
        String key = file.file().key();
        WriteTally bad = WriteTally.EMPTY;
        long read = 0;
        try (MeasuredInputStream measured = new MeasuredInputStream(backups.open(key, file.etag()));
                GZIPInputStream gunzipped = new GZIPInputStream(measured, GZIP_BUFFER_BYTES)) {
            ReadLines lines = new ReadLines(gunzipped);
            while (lines.next()) {
                read = lines.number();
                try {
                    item.parse(lines.buffer(), lines.start(), lines.end());
                } catch (MalformedLineException e) {
                    bad = bad.add(WriteTally.failed(new Place(key, read), "is no item: " + e.reason()));
                    continue;
                }
                if (!add(lines, new Place(key, read), queue)) {
                    return bad.add(WriteTally.lines(read));
                }
            }
            measured.drain();
            return bad.add(verify(file, read, measured.md5()));
        } catch (IOException | DdbvaultException e) {
            return bad.add(WriteTally.lines(read))
                    .add(WriteTally.fault("%s could not be read behind line %d of %d: %s"
                            .formatted(key, read, file.file().itemCount(), e.getMessage())));
        }
    }

    private boolean add(ReadLines lines, Place place, BatchQueue queue) throws InterruptedException {
        if (!builder.takes(item.itemEnd() - item.itemStart()) && !queue.put(builder.build())) {
            return false;
        }
        builder.add(lines.buffer(), item.itemStart(), item.itemEnd(), place);
        return true;
    }

    private static WriteTally verify(CheckedFile file, long lines, String md5) {
        if (lines != file.file().itemCount()) {
            return WriteTally.lines(lines)
                    .add(WriteTally.fault("%s has %d lines, the export's manifest counts %d items"
                            .formatted(file.file().key(), lines, file.file().itemCount())));
        }
        if (!md5.equals(file.file().md5())) {
            return WriteTally.lines(lines)
                    .add(WriteTally.fault("%s has MD5 %s, the export's manifest says %s"
                            .formatted(file.file().key(), md5, file.file().md5())));
        }
        return WriteTally.file(lines);
    }
}
