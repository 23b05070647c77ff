package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.format.MeasuredInputStream;
import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.manifest.DataFile;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.BackupReader.ObjectStart;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a rejects object once before anything is written: which table it is of, how many lines it has, and how many of
 * them hold an item. What is written later is these very bytes, by their ETag. Holds one line of it in memory.
 */
final class CheckRejects {
    private final BackupReader backups;

    CheckRejects(BackupReader backups) {
        this.backups = backups;
    }

    /**
     * A rejects object as it is.
     *
     * @param table that its lines name
     * @param file its item count is that of its lines
     * @param items of its lines that hold an item
     * @param itemBytes their JSON
     */
    record CheckedRejects(String table, CheckedFile file, long items, long itemBytes) {
        long lines() {
            return file.file().itemCount();
        }
    }

    /**
     * @throws DdbvaultException {@code OBJECT_MISSING}; {@code INVALID_REQUEST} if its lines are of no table, or of two;
     *     {@code STOPPED}; what the bucket throws
     */
    CheckedRejects check(String key, Stop stop) {
        ObjectStart start = backups.peek(key, 1)
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.OBJECT_MISSING,
                        "There is no %s. A restore's result names its rejects object as rejects_key."
                                .formatted(backups.uri(key))));
        try (MeasuredInputStream in = new MeasuredInputStream(backups.open(key, start.etag()))) {
            return check(key, start, in, stop);
        } catch (IOException e) {
            throw new DdbvaultException(
                    ErrorCode.AWS_UNAVAILABLE,
                    "%s could not be read: %s. Try again.".formatted(backups.uri(key), e.getMessage()),
                    e);
        }
    }

    private CheckedRejects check(String key, ObjectStart start, MeasuredInputStream in, Stop stop) throws IOException {
        RejectsForm form = new RejectsForm();
        ReadLines lines = form.lines(in);
        String table = null;
        long items = 0;
        long itemBytes = 0;
        while (lines.next()) {
            if (stop.reached()) {
                throw new DdbvaultException(
                        ErrorCode.STOPPED,
                        "Not started: %s came while %s was checked. Nothing was touched."
                                .formatted(stop.reason(), backups.uri(key)));
            }
            Portion.UnreadableLine unreadable = form.parse(lines, new Place(key, lines.number()));
            if (unreadable == null || unreadable.rejectedBefore()) {
                table = sameTable(table, form.table(), key);
            }
            if (unreadable == null) {
                items++;
                itemBytes += form.itemEnd() - form.itemStart();
            }
        }
        if (table == null) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_REQUEST,
                    "%s has no line that names its table, so it is no rejects object. A restore's result names one as rejects_key."
                            .formatted(backups.uri(key)));
        }
        DataFile file = new DataFile(key, lines.number(), in.md5(), start.etag());
        return new CheckedRejects(table, new CheckedFile(file, start.etag(), start.size()), items, itemBytes);
    }

    private String sameTable(@Nullable String before, String now, String key) {
        if (before != null && !before.equals(now)) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_REQUEST,
                    "%s has lines of two tables, %s and %s. A rejects object is of one table: make two of it."
                            .formatted(backups.uri(key), before, now));
        }
        return now;
    }
}
