package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.format.MeasuredInputStream;
import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.key.KeySelection;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.Portion.UnreadableLine;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * One reading thread: takes file after file from a queue that it shares with the others, and makes portions of the lines
 * in them that are not written yet. A line that is no item is kept and named, and reading goes on behind it; a file that
 * ends too early or is not what its manifest says is a fault of the whole table, whatever its items were.
 */
final class ReadDataFiles implements BatchSource {
    private static final int UNREADABLE_LINES = 1000;
    /** So often somebody hears how far it is, where none of the items is asked for. */
    private static final int PASSED_OVER_LINES = 10_000;

    private final BackupReader backups;
    private final Queue<RestoreUnit> units;
    private final WriteLedger ledger;
    private final WriteBatch.Builder items;
    private final FileForm form;
    private final @Nullable KeySelection selection;

    /** The portion that is being made: its first line, 0 while there is none, and its last. */
    private long first;

    private long last;
    private List<UnreadableLine> unreadable = new ArrayList<>();
    private long unreadableBytes;
    private final List<Integer> keys = new ArrayList<>();

    /** @param itemsPerBatch at most */
    ReadDataFiles(
            BackupReader backups,
            ValidatedTable table,
            Queue<RestoreUnit> units,
            WriteLedger ledger,
            FileForm form,
            int itemsPerBatch) {
        this.backups = backups;
        this.units = units;
        this.ledger = ledger;
        this.form = form;
        this.selection = table.selection();
        this.items = new WriteBatch.Builder(table.name(), WriteBatch.Operation.PUT, itemsPerBatch);
    }

    @Override
    public void readInto(BatchQueue queue) throws InterruptedException {
        RestoreUnit unit = units.poll();
        while (unit != null && !queue.isClosed()) {
            read(unit, queue);
            unit = units.poll();
        }
    }

    private void read(RestoreUnit unit, BatchQueue queue) throws InterruptedException {
        String key = unit.key();
        long read = 0;
        try (MeasuredInputStream measured =
                        new MeasuredInputStream(backups.open(key, unit.file().etag()));
                InputStream unpacked = form.unpack(measured)) {
            ReadLines lines = form.lines(unpacked);
            while (lines.next()) {
                read = lines.number();
                if (read > unit.lines()) {
                    // Not what DynamoDB wrote; and what is made to unpack without end must not fill the rejects.
                    ledger.dataFault("%s has more lines than the %d items that %s counts"
                            .formatted(key, unit.lines(), form.authority()));
                    flush(unit, queue);
                    return;
                }
                boolean goOn = unit.written().coveredUntil(read) >= read
                        ? flush(unit, queue)
                        : add(unit, lines, new Place(key, read), queue);
                if (!goOn) {
                    return;
                }
            }
            measured.drain();
            if (flush(unit, queue)) {
                verify(unit, read, measured.md5());
            }
        } catch (ZipException | EOFException e) {
            ledger.dataFault(broken(unit, read, e));
            flush(unit, queue);
        } catch (IOException | DdbvaultException e) {
            ledger.fault(broken(unit, read, e));
            flush(unit, queue);
        }
    }

    private boolean add(RestoreUnit unit, ReadLines lines, Place here, BatchQueue queue) throws InterruptedException {
        UnreadableLine noItem = form.parse(lines, here);
        if (noItem != null) {
            return addUnreadable(unit, lines, noItem, queue);
        }
        return selection == null
                ? addItem(unit, lines, here, List.of(), queue)
                : select(selection, unit, lines, here, queue);
    }

    private boolean select(KeySelection chosen, RestoreUnit unit, ReadLines lines, Place here, BatchQueue queue)
            throws InterruptedException {
        List<Integer> matched = chosen.matches(lines.buffer(), form.itemStart(), form.itemEnd());
        if (matched == null) {
            // It may be one of those that are asked for.
            UnreadableLine noKey = new UnreadableLine(
                    here,
                    "has not the key " + chosen.schema(),
                    Arrays.copyOfRange(lines.buffer(), lines.start(), lines.end()));
            return addUnreadable(unit, lines, noKey, queue);
        }
        if (!matched.isEmpty()) {
            return addItem(unit, lines, here, matched, queue);
        }
        extendTo(here.line());
        return last - first + 1 < PASSED_OVER_LINES || flush(unit, queue);
    }

    private boolean addItem(RestoreUnit unit, ReadLines lines, Place here, List<Integer> matched, BatchQueue queue)
            throws InterruptedException {
        Place place = form.place();
        // By its place, an item that DynamoDB refuses is found again in its batch.
        boolean fits = items.takes(form.itemEnd() - form.itemStart()) && !(form.placesRepeat() && items.holds(place));
        if (!fits && !flush(unit, queue)) {
            return false;
        }
        items.add(lines.buffer(), form.itemStart(), form.itemEnd(), place);
        if (!matched.isEmpty()) {
            keys.addAll(matched);
        }
        extendTo(here.line());
        return true;
    }

    private boolean addUnreadable(RestoreUnit unit, ReadLines lines, UnreadableLine line, BatchQueue queue)
            throws InterruptedException {
        if ((unreadable.size() >= UNREADABLE_LINES || unreadableBytes >= WriteBatch.MAX_BYTES) && !flush(unit, queue)) {
            return false;
        }
        unreadable.add(line);
        unreadableBytes += line.bytes().length;
        extendTo(lines.number());
        return true;
    }

    private void extendTo(long line) {
        first = first == 0 ? line : first;
        last = line;
    }

    /** A portion is of one file, and of lines without a gap. @return false if nobody takes it any more */
    private boolean flush(RestoreUnit unit, BatchQueue queue) throws InterruptedException {
        if (first == 0) {
            return true;
        }
        Portion portion = new Portion(unit, first, last, items.isEmpty() ? null : items.build(), unreadable, keys);
        first = 0;
        keys.clear();
        unreadable = new ArrayList<>();
        unreadableBytes = 0;
        return queue.put(portion);
    }

    private void verify(RestoreUnit unit, long lines, String md5) {
        if (lines != unit.lines()) {
            ledger.dataFault(
                    "%s has %d lines, %s counts %d items".formatted(unit.key(), lines, form.authority(), unit.lines()));
        } else if (!md5.equals(unit.file().file().md5())) {
            ledger.dataFault("%s has MD5 %s, %s says %s"
                    .formatted(
                            unit.key(),
                            md5,
                            form.authority(),
                            unit.file().file().md5()));
        } else {
            ledger.fileRead(unit);
        }
    }

    private static String broken(RestoreUnit unit, long read, Exception e) {
        return "%s could not be read behind line %d of %d: %s"
                .formatted(unit.key(), read, unit.lines(), e.getMessage());
    }
}
