package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.format.ItemLine;
import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.ExportSummary;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.BackupReader;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The target's primary key is that of the exported table; else items would be refused or, under a shorter key, silently
 * replace each other. Three proofs, the cheapest first: our own manifest says what the key was; the export is of this
 * very table, by its id (a table's key never changes); every item has the target's key attributes, and no two of them
 * the same key.
 */
final class CheckKeySchema {
    /** The keys of so many items are held and compared; about 200 bytes each, so some 100 MB. */
    private static final int MOST_KEYS = 500_000;
    /** Lines that are looked at in each further file, once there are more keys than can be held. */
    private static final int SAMPLE = 1000;

    private final BackupReader backups;
    private final int mostKeys;

    CheckKeySchema(BackupReader backups) {
        this(backups, MOST_KEYS);
    }

    CheckKeySchema(BackupReader backups, int mostKeys) {
        this.backups = backups;
        this.mostKeys = mostKeys;
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
        if (target.id() != null && target.id().equals(summary.tableId())) {
            return Optional.empty();
        }
        return new Items(target, stop).check(files);
    }

    /** The third proof, over all files of one table. */
    private final class Items {
        private final TableDescription target;
        private final Stop stop;
        private final ItemLine item = new ItemLine();
        private final Set<List<Object>> keys = new HashSet<>();

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
            return keys.size() < mostKeys
                    ? Optional.empty()
                    : Optional.of(
                            "That the primary key of %s is still the exported table's was checked on a part of the items only: the backup's manifest does not say what it was, and the table was made anew since."
                                    .formatted(target.name()));
        }

        private void check(CheckedFile file) {
            String key = file.file().key();
            try (GZIPInputStream in = new GZIPInputStream(backups.open(key, file.etag()))) {
                ReadLines lines = new ReadLines(in);
                while ((keys.size() < mostKeys || lines.number() < SAMPLE) && lines.next()) {
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
            Map<String, @Nullable Object> attributes =
                    Json.parseObject(Arrays.copyOfRange(lines.buffer(), item.itemStart(), item.itemEnd()));
            List<Object> key = target.keySchema().attributes().stream()
                    .map(attribute -> value(attributes, attribute, file, lines.number()))
                    .toList();
            if (keys.size() < mostKeys && !keys.add(key)) {
                throw mismatch(
                        target,
                        "%s line %d has the same key as an item before it"
                                .formatted(backups.uri(file), lines.number()));
            }
        }

        private Object value(Map<String, @Nullable Object> attributes, KeyAttribute attribute, String file, long line) {
            if (attributes.get(attribute.name()) instanceof Map<?, ?> typed) {
                Object value = typed.get(attribute.type());
                if (value != null) {
                    return value;
                }
            }
            throw mismatch(target, "%s line %d has no such %s".formatted(backups.uri(file), line, attribute));
        }
    }

    private static DdbvaultException mismatch(TableDescription target, String why) {
        return new DdbvaultException(
                ErrorCode.KEY_SCHEMA_MISMATCH,
                "The backup does not fit the table %s: the table's primary key is %s, but %s. Restore into a table with the exported table's key."
                        .formatted(target.name(), target.keySchema(), why));
    }
}
