package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.format.ItemLine;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.format.ReadKey;
import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.port.BackupReader;
import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.zip.GZIPInputStream;

/**
 * Marks the key of every item of the backup, so that none of them is deleted. A file that cannot be read whole, or a line
 * without a key, ends the work: a key that is not known must not be taken for one that the backup lacks.
 */
final class ReadBackupKeys implements BatchSource {
    private static final int GZIP_BUFFER_BYTES = 64 << 10;

    private final BackupReader backups;
    private final KeySchema keySchema;
    private final Queue<CheckedFile> files;
    private final KeySet keys;
    private final ItemLine item = new ItemLine();

    ReadBackupKeys(BackupReader backups, KeySchema keySchema, Queue<CheckedFile> files, KeySet keys) {
        this.backups = backups;
        this.keySchema = keySchema;
        this.files = files;
        this.keys = keys;
    }

    @Override
    public void readInto(BatchQueue queue) {
        CheckedFile file = files.poll();
        while (file != null && !queue.isClosed()) {
            read(file, queue);
            file = files.poll();
        }
    }

    private void read(CheckedFile file, BatchQueue queue) {
        String key = file.file().key();
        try (GZIPInputStream in = new GZIPInputStream(backups.open(key, file.etag()), GZIP_BUFFER_BYTES)) {
            ReadLines lines = new ReadLines(in);
            while (lines.next()) {
                mark(lines, key);
                if (lines.number() % 1000 == 0 && queue.isClosed()) {
                    return;
                }
            }
            if (lines.number() != file.file().itemCount()) {
                throw notWhole(key, "it has %d lines".formatted(lines.number()));
            }
        } catch (IOException e) {
            throw notWhole(key, String.valueOf(e.getMessage()));
        }
    }

    private void mark(ReadLines lines, String file) {
        try {
            item.parse(lines.buffer(), lines.start(), lines.end());
        } catch (MalformedLineException e) {
            throw notWhole(file, "line %d is no item".formatted(lines.number()));
        }
        Map<String, String> key = ReadKey.read(lines.buffer(), item.itemStart(), item.itemEnd(), keySchema)
                .orElseThrow(() -> notWhole(file, "line %d has no key".formatted(lines.number())));
        keys.mark(KeyFingerprint.of(key, keySchema), KeySet.BACKED_UP);
    }

    private DdbvaultException notWhole(String file, String why) {
        return new DdbvaultException(
                ErrorCode.DATA_FILE_DAMAGED,
                "The keys of %s could not all be read (%s), so nothing more was deleted."
                        .formatted(backups.uri(file), why));
    }
}
