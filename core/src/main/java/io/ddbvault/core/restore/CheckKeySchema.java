package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.format.ItemLine;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.format.ReadKey;
import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.manifest.ExportSummary;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.BackupReader;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The target's primary key is that of the exported table; else items would be refused or, under a shorter key, silently
 * replace each other. Three proofs, the cheapest first: our own manifest says what the key was; the export is of this
 * very table, by its id (a table's key never changes); every item has the target's key attributes, and no two of them
 * the same key.
 */
final class CheckKeySchema {
    /** Lines that are looked at in each further file, once there are more keys than can be held. */
    private static final int SAMPLE = 1000;

    private final BackupReader backups;
    private final int mostKeys;

    /** @param memoryBytes what the keys that are compared may take */
    CheckKeySchema(BackupReader backups, long memoryBytes) {
        this.backups = backups;
        this.mostKeys = (int) Math.min(Integer.MAX_VALUE / 2, memoryBytes / KeySet.BYTES_PER_KEY);
    }

    /**
     * @return what could not be proven, for a warning
     * @throws DdbvaultException {@code KEY_SCHEMA_MISMATCH}; {@code DATA_FILE_DAMAGED} or {@code AWS_UNAVAILABLE} if the
     *     items cannot be read; {@code STOPPED}
     */
    Optional<String> check(
            TableExport entry, ExportSummary summary, TableDescription target, List<CheckedFile> files, Stop stop) {
        KeySchema exported = entry.keySchema();
        if (exported != null) {
            if (!exported.equals(target.keySchema())) {
                throw mismatch(target, "the exported table's is " + exported);
            }
            return Optional.empty();
        }
        if (target.name().equals(entry.tableName())
                && target.id() != null
                && target.id().equals(summary.tableId())) {
            return Optional.empty();
        }
        return new Items(target, stop).check(files);
    }

    /** The third proof, over all files of one table. */
    private final class Items {
        private final TableDescription target;
        private final Stop stop;
        private final ItemLine item = new ItemLine();
        private final KeySet keys = new KeySet();
        private long count;

        Items(TableDescription target, Stop stop) {
            this.target = target;
            this.stop = stop;
        }

        Optional<String> check(List<CheckedFile> files) {
            for (CheckedFile file : files) {
                if (file.file().itemCount() > 0) {
                    check(file);
                }
            }
            return count < mostKeys
                    ? Optional.empty()
                    : Optional.of(
                            "That the primary key of %s is still the exported table's was checked on a part of the items only: the backup's manifest does not say what it was, and this table is not the one that was exported."
                                    .formatted(target.name()));
        }

        private void check(CheckedFile file) {
            String key = file.file().key();
            try (GZIPInputStream in = new GZIPInputStream(backups.open(key, file.etag()))) {
                ReadLines lines = new ReadLines(in);
                while ((count < mostKeys || lines.number() < SAMPLE) && lines.next()) {
                    if (stop.reached()) {
                        throw new DdbvaultException(
                                ErrorCode.STOPPED,
                                "Not started: %s came while the items' keys were checked. Restore this table again."
                                        .formatted(stop.reason()));
                    }
                    check(lines, key);
                }
            } catch (ZipException | EOFException e) {
                throw new DdbvaultException(
                        ErrorCode.DATA_FILE_DAMAGED,
                        "The data file %s is damaged inside: %s. Restore another date."
                                .formatted(backups.uri(key), e.getMessage()),
                        e);
            } catch (IOException e) {
                throw new DdbvaultException(
                        ErrorCode.AWS_UNAVAILABLE,
                        "The data file %s could not be read: %s. Try again."
                                .formatted(backups.uri(key), e.getMessage()),
                        e);
            }
        }

        private void check(ReadLines lines, String file) throws IOException {
            try {
                item.parse(lines.buffer(), lines.start(), lines.end());
            } catch (MalformedLineException e) {
                // Not this check's to judge: the restore itself will name the line, and never call it a success.
                return;
            }
            KeySchema schema = target.keySchema();
            Map<String, String> key = ReadKey.read(lines.buffer(), item.itemStart(), item.itemEnd(), schema)
                    .orElseThrow(() -> without(lines, file));
            if (count < mostKeys) {
                count++;
                KeyFingerprint fingerprint = KeyFingerprint.of(key, schema);
                if (keys.marks(fingerprint) != 0) {
                    throw mismatch(
                            target,
                            "%s line %d has the same key as an item before it"
                                    .formatted(backups.uri(file), lines.number()));
                }
                keys.mark(fingerprint, KeySet.BACKED_UP);
            }
        }

        private DdbvaultException without(ReadLines lines, String file) {
            for (KeyAttribute attribute : target.keySchema().attributes()) {
                KeySchema alone = new KeySchema(List.of(attribute));
                if (ReadKey.read(lines.buffer(), item.itemStart(), item.itemEnd(), alone)
                        .isEmpty()) {
                    return mismatch(
                            target,
                            "%s line %d has no such %s".formatted(backups.uri(file), lines.number(), attribute));
                }
            }
            throw new IllegalStateException("each attribute of the key is there, but not the key");
        }
    }

    private static DdbvaultException mismatch(TableDescription target, String why) {
        return new DdbvaultException(
                ErrorCode.KEY_SCHEMA_MISMATCH,
                "The backup does not fit the table %s: the table's primary key is %s, but %s. Restore into a table with the exported table's key."
                        .formatted(target.name(), target.keySchema(), why));
    }
}
