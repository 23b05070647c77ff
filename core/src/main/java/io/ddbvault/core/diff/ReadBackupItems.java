package io.ddbvault.core.diff;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.TellReading;
import io.ddbvault.core.format.ItemLine;
import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.format.MeasuredInputStream;
import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.CheckedFile;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items of a backup's data files, all or some. Each file is the one that was checked, by its ETag; read to its
 * end, its MD5 and its count of lines are those of the export's manifest. Whatever is otherwise, or is no item, ends the
 * comparison: of a backup that cannot be read whole nobody can say what it has.
 */
final class ReadBackupItems implements ItemSource {
    private static final int GZIP_BUFFER_BYTES = 64 << 10;
    private static final int LINES_BETWEEN_LOOKS = 256;

    private final BackupReader backups;
    private final List<CheckedFile> files;
    private final int threads;
    private final @Nullable Places only;

    /** All items. */
    ReadBackupItems(BackupReader backups, List<CheckedFile> files, int threads) {
        this(backups, files, threads, null);
    }

    /** @param only the places of those that are wanted; null for all. Of a file, what is behind the last is not read */
    ReadBackupItems(BackupReader backups, List<CheckedFile> files, int threads, @Nullable Places only) {
        this.backups = backups;
        this.files = files;
        this.threads = threads;
        this.only = only;
    }

    @Override
    public void read(Sink sink, TellReading tell, BooleanSupplier enough, Stop stop) {
        List<Integer> wanted = new ArrayList<>();
        for (int index = 0; index < files.size(); index++) {
            if (only == null || only.lastLine(index) > 0) {
                wanted.add(index);
            }
        }
        Together.each(wanted, threads, (index, halt) -> read(index, sink, tell, halt), enough, stop);
    }

    private void read(int index, Sink sink, TellReading tell, BooleanSupplier halt) {
        CheckedFile file = files.get(index);
        String uri = backups.uri(file.file().key());
        ReadFile reading = new ReadFile(index, file, uri, sink, tell, halt);
        try (MeasuredInputStream measured =
                        new MeasuredInputStream(backups.open(file.file().key(), file.etag()));
                GZIPInputStream unpacked = new GZIPInputStream(measured, GZIP_BUFFER_BYTES)) {
            reading.read(measured, new ReadLines(unpacked));
        } catch (ZipException | EOFException e) {
            throw damaged("The data file %s is damaged behind line %d of %d: %s."
                    .formatted(uri, reading.lines, file.file().itemCount(), e.getMessage()));
        } catch (IOException e) {
            throw new DdbvaultException(
                    ErrorCode.AWS_UNAVAILABLE,
                    "The data file %s could not be read: %s. Try again.".formatted(uri, e.getMessage()),
                    e);
        }
    }

    /** Nothing was compared, because of a data file. */
    static DdbvaultException damaged(String what) {
        return new DdbvaultException(
                ErrorCode.DATA_FILE_DAMAGED,
                what + " So the backup cannot be compared; 'ddbvault verify --deep' names all that is wrong with it.");
    }

    /** One thread's way through one file. */
    private final class ReadFile {
        private final int index;
        private final CheckedFile file;
        private final String uri;
        private final Sink sink;
        private final TellReading tell;
        private final BooleanSupplier halt;
        private final ItemLine item = new ItemLine();
        private long lines;
        private long told;
        private long bytesTold;
        private long wanted;

        ReadFile(int index, CheckedFile file, String uri, Sink sink, TellReading tell, BooleanSupplier halt) {
            this.index = index;
            this.file = file;
            this.uri = uri;
            this.sink = sink;
            this.tell = tell;
            this.halt = halt;
        }

        void read(MeasuredInputStream measured, ReadLines reader) throws IOException {
            long expected = file.file().itemCount();
            long last = only == null ? Long.MAX_VALUE : only.lastLine(index);
            while (lines < last && reader.next()) {
                if (reader.number() > expected) {
                    // What is made to unpack without end is not followed.
                    throw damaged("The data file %s has more lines than the %d items that the export's manifest counts."
                            .formatted(uri, expected));
                }
                lines = reader.number();
                long place = Places.place(index, lines);
                if (only == null || only.contains(place)) {
                    line(reader, place);
                }
                if (lines % LINES_BETWEEN_LOOKS == 0) {
                    tell(measured);
                    if (halt.getAsBoolean()) {
                        return;
                    }
                }
            }
            tell(measured);
            if (only == null) {
                verify(measured, expected);
            }
        }

        private void line(ReadLines reader, long place) {
            try {
                item.parse(reader.buffer(), reader.start(), reader.end());
            } catch (MalformedLineException e) {
                throw damaged("%s line %d is no item: %s.".formatted(uri, lines, e.reason()));
            }
            wanted++;
            sink.item(reader.buffer(), item.itemStart(), item.itemEnd(), place);
        }

        private void tell(MeasuredInputStream measured) {
            tell.advance(wanted - told, measured.count() - bytesTold);
            told = wanted;
            bytesTold = measured.count();
        }

        private void verify(MeasuredInputStream measured, long expected) throws IOException {
            if (lines != expected) {
                throw damaged("The data file %s has %d lines, the export's manifest counts %d items."
                        .formatted(uri, lines, expected));
            }
            measured.drain();
            String md5 = measured.md5();
            if (!md5.equals(file.file().md5())) {
                throw damaged("The data file %s was replaced or altered: its MD5 is %s, the export's manifest says %s."
                        .formatted(uri, md5, file.file().md5()));
            }
        }
    }
}
