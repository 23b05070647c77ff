package io.ddbvault.core.diff;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.event.TellReading;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.pacing.ReadPace;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.port.Tables.Segment;
import io.ddbvault.core.restore.CheckedFile;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Notes the items of one data file, or of one segment of a table, where both sides are brought together somewhere else.
 * What is noted of an item takes 40 bytes with its key's fingerprint, and of a table's item its key on top.
 */
public final class NotePart {
    private final BackupReader backups;
    private final Tables tables;
    private final KeySchema schema;
    private final InstantSource clock;
    private final Sleeper sleeper;

    /** @param schema of both sides */
    public NotePart(BackupReader backups, Tables tables, KeySchema schema, InstantSource clock, Sleeper sleeper) {
        this.backups = backups;
        this.tables = tables;
        this.schema = schema;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** Hears of each item, for {@link MeetNotes}. */
    @FunctionalInterface
    public interface Notes {
        void add(KeyFingerprint key, byte[] note);
    }

    /**
     * @param table as messages call it
     * @param number of the file in the side's list of files, from 0
     * @throws DdbvaultException {@code DATA_FILE_DAMAGED}; what the bucket throws; {@code STOPPED}
     */
    public void ofFile(String table, LocalDate date, CheckedFile file, int number, Notes notes, Stop stop) {
        Side.Backup alone = new Side.Backup(table, date, schema, List.of(file));
        ItemSource.Sink note = new NoteItems(schema, backups)
                .ofBackup(alone, (key, content) -> notes.add(key, placed(content, number)));
        new ReadBackupItems(backups, alone.files(), 1).read(note, silent(alone), () -> false, stop);
    }

    /** The file is the only one here, and one of many there. */
    private static byte[] placed(byte[] note, int number) {
        long line = Places.line(NoteItems.Note.place(note));
        ByteBuffer.wrap(note).putLong(note.length - Long.BYTES, Places.place(number, line));
        return note;
    }

    /**
     * @param maxReadUnits this segment's share of the ceiling, in read units a second; null for none
     * @return the read units that DynamoDB charged
     * @throws DdbvaultException what the table throws; {@code STOPPED}
     */
    public double ofSegment(
            TableDescription table, Segment segment, @Nullable Integer maxReadUnits, Notes notes, Stop stop) {
        Side.Live live = new Side.Live(table);
        ReadPace pace = new ReadPace(maxReadUnits, clock, sleeper);
        JitteredPause pause = new JitteredPause(sleeper, new Random(), Duration.ofMillis(50), Duration.ofSeconds(5));
        new ReadTable(tables, table, 1, pace, pause)
                .read(
                        segment,
                        new NoteItems(schema, backups).ofTable(live, notes::add),
                        silent(live),
                        stop::reached,
                        stop);
        if (stop.reached()) {
            throw Together.stopped(stop);
        }
        return pace.consumed();
    }

    private TellReading silent(Side side) {
        return new TellReading(side.label(), side.items(), clock, ProgressListener.NONE);
    }
}
