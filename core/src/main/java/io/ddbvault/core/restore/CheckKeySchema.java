package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.format.ItemLine;
import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.BackupReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The target's primary key is that of the exported table. Our own manifests say what it was. Others do not: then the
 * first items must have the target's key attributes, and no two of them the same key, for under a shorter key items
 * would silently replace each other.
 */
final class CheckKeySchema {
    private static final int SAMPLE = 1000;

    private final BackupReader backups;

    CheckKeySchema(BackupReader backups) {
        this.backups = backups;
    }

    /** @throws DdbvaultException {@code KEY_SCHEMA_MISMATCH} */
    void check(TableExport entry, TableDescription target, List<CheckedFile> files) {
        KeySchema exported = entry.keySchema();
        if (exported != null) {
            if (!exported.equals(target.keySchema())) {
                throw mismatch(target, "the exported table's is " + exported);
            }
            return;
        }
        for (CheckedFile file : files) {
            if (file.file().itemCount() > 0) {
                checkSample(target, file);
                return;
            }
        }
    }

    private void checkSample(TableDescription target, CheckedFile file) {
        String key = file.file().key();
        ItemLine item = new ItemLine();
        Set<Object> keys = new HashSet<>();
        try (GZIPInputStream in = new GZIPInputStream(backups.open(key, file.etag()))) {
            ReadLines lines = new ReadLines(in);
            while (lines.number() < SAMPLE && lines.next()) {
                item.parse(lines.buffer(), lines.start(), lines.end());
                Map<String, @Nullable Object> attributes =
                        Json.parseObject(Arrays.copyOfRange(lines.buffer(), item.itemStart(), item.itemEnd()));
                if (!keys.add(key(target, attributes, key, lines.number()))) {
                    throw mismatch(
                            target,
                            "%s line %d has the same key as an item before it"
                                    .formatted(backups.uri(key), lines.number()));
                }
            }
        } catch (MalformedLineException | IOException e) {
            // Not this check's to judge: the restore itself will name the line, and never call it a success.
            return;
        }
    }

    private List<Object> key(
            TableDescription target, Map<String, @Nullable Object> attributes, String file, long line) {
        return target.keySchema().attributes().stream()
                .map(attribute -> value(target, attributes, attribute, file, line))
                .toList();
    }

    private Object value(
            TableDescription target,
            Map<String, @Nullable Object> attributes,
            KeyAttribute attribute,
            String file,
            long line) {
        if (attributes.get(attribute.name()) instanceof Map<?, ?> typed) {
            Object value = typed.get(attribute.type());
            if (value != null) {
                return value;
            }
        }
        throw mismatch(target, "%s line %d has no such %s".formatted(backups.uri(file), line, attribute));
    }

    private static DdbvaultException mismatch(TableDescription target, String why) {
        return new DdbvaultException(
                ErrorCode.KEY_SCHEMA_MISMATCH,
                "The backup does not fit the table %s: the table's primary key is %s, but %s. Restore into a table with the exported table's key."
                        .formatted(target.name(), target.keySchema(), why));
    }
}
