package io.ddbvault.core.diff;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.format.ReadKey;
import io.ddbvault.core.item.CanonicalItem;
import io.ddbvault.core.item.ItemFingerprint;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.port.BackupReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Notes of each item what is needed to compare it: the fingerprint of its key, that of all of it, and how to find it
 * again, which is its place in a backup or its key in a table. The items themselves would take ten times the disk.
 */
final class NoteItems {
    private final KeySchema schema;
    private final BackupReader backups;
    private final ThreadLocal<CanonicalItem> canonical = ThreadLocal.withInitial(CanonicalItem::new);

    NoteItems(KeySchema schema, BackupReader backups) {
        this.schema = schema;
        this.backups = backups;
    }

    /** Takes what is noted, from several threads at once. */
    @FunctionalInterface
    interface Notes {
        void add(KeyFingerprint key, byte[] note);
    }

    /** What is noted of an item. */
    static final class Note {
        private Note() {}

        static byte[] of(ItemFingerprint item, byte[] whereabouts) {
            return ByteBuffer.allocate(ItemFingerprint.BYTES + whereabouts.length)
                    .putLong(item.high())
                    .putLong(item.low())
                    .put(whereabouts)
                    .array();
        }

        static long high(byte[] note) {
            return ByteBuffer.wrap(note).getLong(0);
        }

        static long low(byte[] note) {
            return ByteBuffer.wrap(note).getLong(Long.BYTES);
        }

        static long place(byte[] note) {
            return ByteBuffer.wrap(note).getLong(ItemFingerprint.BYTES);
        }

        static byte[] key(byte[] note) {
            byte[] key = new byte[note.length - ItemFingerprint.BYTES];
            System.arraycopy(note, ItemFingerprint.BYTES, key, 0, key.length);
            return key;
        }
    }

    /** Of a backup's items. */
    ItemSource.Sink ofBackup(Side.Backup side, Notes notes) {
        return (bytes, from, to, place) -> {
            Map<String, String> key = ReadKey.read(bytes, from, to, schema)
                    .orElseThrow(() -> ReadBackupItems.damaged(
                            "%s has not the key attributes %s.".formatted(line(side, place), schema)));
            ItemFingerprint item;
            try {
                item = canonical.get().fingerprint(bytes, from, to);
            } catch (MalformedLineException e) {
                throw ReadBackupItems.damaged("%s is no item: %s.".formatted(line(side, place), e.reason()));
            }
            byte[] whereabouts = ByteBuffer.allocate(Long.BYTES).putLong(place).array();
            notes.add(KeyFingerprint.of(key, schema), Note.of(item, whereabouts));
        };
    }

    /** Of a table's items. */
    ItemSource.Sink ofTable(Side.Live side, Notes notes) {
        return (bytes, from, to, place) -> {
            Map<String, String> key =
                    ReadKey.read(bytes, from, to, schema).orElseThrow(() -> unreadable(side, "it has no key"));
            ItemFingerprint item;
            try {
                item = canonical.get().fingerprint(bytes, from, to);
            } catch (MalformedLineException e) {
                throw unreadable(side, e.reason());
            }
            byte[] json = ReadKey.asJson(key, schema).getBytes(StandardCharsets.UTF_8);
            notes.add(KeyFingerprint.of(key, schema), Note.of(item, json));
        };
    }

    /** {@code s3://bucket/key line 7}. */
    String line(Side.Backup side, long place) {
        String file = side.files().get(Places.file(place)).file().key();
        return "%s line %d".formatted(backups.uri(file), Places.line(place));
    }

    private static DdbvaultException unreadable(Side.Live side, String why) {
        return new DdbvaultException(
                ErrorCode.INTERNAL_ERROR, "DynamoDB gave an item of %s that is none: %s".formatted(side.label(), why));
    }
}
