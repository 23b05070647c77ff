package io.ddbvault.core.verify;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.error.ErrorKind;
import io.ddbvault.core.event.TellReading;
import io.ddbvault.core.format.ItemLine;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.format.MeasuredInputStream;
import io.ddbvault.core.format.ReadKey;
import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.CheckedFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads one data file to its last byte: its MD5 is the one that DynamoDB noted, it is whole as gzip, each line is one
 * item, and there are as many as the export's manifest counts. Thread-safe.
 */
final class ReadFile {
    private static final int GZIP_BUFFER_BYTES = 64 << 10;
    private static final int LINES_BETWEEN_LOOKS = 256;

    private final BackupReader backups;
    private final FoundKey key;
    private final SeenKeys seen;
    private final CollectProblems problems;
    private final SeenKeys.Duplicates duplicates;
    private final TellReading tell;
    private final BooleanSupplier halt;

    /** @param halt whether nobody wants the rest any more */
    ReadFile(
            BackupReader backups,
            FoundKey key,
            SeenKeys seen,
            CollectProblems problems,
            SeenKeys.Duplicates duplicates,
            TellReading tell,
            BooleanSupplier halt) {
        this.backups = backups;
        this.key = key;
        this.seen = seen;
        this.problems = problems;
        this.duplicates = duplicates;
        this.tell = tell;
        this.halt = halt;
    }

    /**
     * What was read of one file.
     *
     * @param whole whether to its last byte
     * @param stopped whether it was not, because nobody wants the rest any more
     * @param items that were found
     * @param bytes compressed
     * @param lacksKey whether an item does not have the key that the table has now, which need not be the exported one's
     */
    record FileRead(boolean whole, boolean stopped, long items, long bytes, boolean lacksKey) {
        static final FileRead NOTHING = new FileRead(false, true, 0, 0, false);
    }

    /** @throws DdbvaultException if it could not be read, through no fault of its own */
    FileRead read(int index, CheckedFile file) {
        if (halt.getAsBoolean()) {
            return FileRead.NOTHING;
        }
        Reading reading = new Reading(index, file);
        String uri = backups.uri(file.file().key());
        try (MeasuredInputStream measured =
                        new MeasuredInputStream(backups.open(file.file().key(), file.etag()));
                GZIPInputStream unpacked = new GZIPInputStream(measured, GZIP_BUFFER_BYTES)) {
            return reading.read(measured, unpacked);
        } catch (ZipException | EOFException e) {
            reading.problem("The data file %s is damaged behind line %d of %d: %s."
                    .formatted(uri, reading.lines, file.file().itemCount(), e.getMessage()));
            return reading.soFar(false, false);
        } catch (IOException e) {
            throw new DdbvaultException(
                    ErrorCode.AWS_UNAVAILABLE,
                    "The data file %s could not be read: %s. Try again.".formatted(uri, e.getMessage()),
                    e);
        } catch (DdbvaultException e) {
            if (e.code().kind() != ErrorKind.CORRUPT_DATA) {
                throw e;
            }
            reading.problem(e.text());
            return reading.soFar(false, false);
        }
    }

    /** One thread's way through one file. */
    private final class Reading {
        private final int index;
        private final CheckedFile file;
        private final String uri;
        private final ItemLine item = new ItemLine();
        private long lines;
        private long items;
        private long bytes;
        private long itemsTold;
        private boolean lacksKey;

        Reading(int index, CheckedFile file) {
            this.index = index;
            this.file = file;
            this.uri = backups.uri(file.file().key());
        }

        FileRead read(MeasuredInputStream measured, InputStream unpacked) throws IOException {
            long expected = file.file().itemCount();
            ReadLines reader = new ReadLines(unpacked);
            while (reader.next()) {
                if (reader.number() > expected) {
                    // What is made to unpack without end is not followed.
                    problem("The data file %s has more lines than the %d items that the export's manifest counts."
                            .formatted(uri, expected));
                    break;
                }
                lines = reader.number();
                line(reader);
                if (lines % LINES_BETWEEN_LOOKS == 0) {
                    tell(measured);
                    if (halt.getAsBoolean()) {
                        return soFar(false, true);
                    }
                }
            }
            if (lines < expected) {
                problem("The data file %s has %d lines, the export's manifest counts %d items."
                        .formatted(uri, lines, expected));
            }
            measured.drain();
            tell(measured);
            String md5 = measured.md5();
            if (!md5.equals(file.file().md5())) {
                problem("The data file %s was replaced or altered: its MD5 is %s, the export's manifest says %s."
                        .formatted(uri, md5, file.file().md5()));
            }
            return soFar(true, false);
        }

        private void line(ReadLines reader) {
            try {
                item.parse(reader.buffer(), reader.start(), reader.end());
            } catch (MalformedLineException e) {
                problems.add(index, Problem.inLine(uri, lines, "is no item: " + e.reason()));
                return;
            }
            items++;
            KeySchema schema = key.schema();
            if (schema == null || lacksKey) {
                return;
            }
            Optional<Map<String, String>> values =
                    ReadKey.read(reader.buffer(), item.itemStart(), item.itemEnd(), schema);
            if (values.isPresent()) {
                seen.add(KeyFingerprint.of(values.get(), schema), index, lines, duplicates);
            } else if (key.certain()) {
                problems.add(index, Problem.inLine(uri, lines, "has not the table's key attributes, " + schema));
            } else {
                lacksKey = true;
            }
        }

        private void tell(MeasuredInputStream measured) {
            tell.advance(items - itemsTold, measured.count() - bytes);
            itemsTold = items;
            bytes = measured.count();
        }

        void problem(String text) {
            problems.add(index, Problem.of(uri, text));
        }

        FileRead soFar(boolean whole, boolean stopped) {
            return new FileRead(whole, stopped, items, bytes, lacksKey);
        }
    }
}
