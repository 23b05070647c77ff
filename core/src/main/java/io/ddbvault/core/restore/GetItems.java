package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.key.KeySelection;
import io.ddbvault.core.key.RequestedKey;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.ReadExportManifests;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.OpenExport.OpenedExport;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads single items of a backup, and writes nothing. Where each key means one item, it ends with the last of them: the
 * rest of the backup is not read, and a file that was not read to its end is not compared with its MD5.
 */
public final class GetItems {
    private final BackupReader backups;
    private final Tables tables;
    private final ResolveBackup resolveBackup;
    private final OpenExport openExport;
    private final int threads;

    /**
     * @param tables asked for the table's key, where the backup's manifest does not say it
     * @param threads that read, each a data file at a time
     */
    public GetItems(Settings settings, BackupReader backups, Tables tables, int threads) {
        this.backups = backups;
        this.tables = tables;
        this.threads = threads;
        BackupLayout layout = new BackupLayout(settings.prefix());
        ReadExportManifests manifests = new ReadExportManifests(backups, layout);
        LocateExport locateExport = new LocateExport(settings.bucket(), layout, manifests);
        openExport = new OpenExport(locateExport, manifests);
        resolveBackup = new ResolveBackup(readingOnly(settings), layout, backups, locateExport);
    }

    /** Which tables may be written matters to nobody here. */
    private static Settings readingOnly(Settings settings) {
        return settings.withTables(null, settings.namePattern());
    }

    /**
     * @param date of the backup; null for the latest that has the table
     * @param keys one and more
     * @param found is given each item in DynamoDB JSON, as soon as it is found, one at a time
     * @throws DdbvaultException if there is no such backup, or a key is none of the table's
     */
    public FoundItems get(
            @Nullable LocalDate date, String table, List<RequestedKey> keys, Consumer<byte[]> found, Stop stop) {
        RestoreRequest request = new RestoreRequest(date, List.of(table), false, false, RestoreRequest.MIN_WORKERS)
                .toBuilder().keys(keys).allowEnvironmentMismatch(true).build();
        ResolvedBackup backup = resolveBackup.resolve(request);
        TableExport entry = OpenExport.require(backup.tables().get(0), backup);
        Key key = key(entry, keys);
        KeySelection selection = KeySelection.of(keys, key.schema(), table);
        OpenedExport export = openExport.open(entry, backup.date());
        FindItems find =
                new FindItems(backups, selection, key.isWhole() && selection.isOfSingleItems(), threads, found, stop);
        return find.in(export.contents().files(), backup.date());
    }

    /**
     * A table's key, as far as it is known.
     *
     * @param isWhole whether a key with all of these attributes means one item
     */
    private record Key(KeySchema schema, boolean isWhole) {}

    private Key key(TableExport entry, List<RequestedKey> keys) {
        KeySchema noted = entry.keySchema();
        if (noted != null) {
            return new Key(noted, true);
        }
        String unknown;
        try {
            Optional<TableDescription> live = tables.describe(entry.tableName());
            if (live.isPresent()) {
                return new Key(live.get().keySchema(), true);
            }
            unknown = "there is no such table now";
        } catch (DdbvaultException e) {
            unknown = "the table could not be asked (%s)".formatted(e.text());
        }
        return ofKeys(entry, keys, unknown);
    }

    /** In full, keys say their attributes and types themselves. */
    private static Key ofKeys(TableExport entry, List<RequestedKey> keys, String unknown) {
        Map<String, String> types = new LinkedHashMap<>();
        keys.stream()
                .sorted((one, other) ->
                        Integer.compare(one.values().size(), other.values().size()))
                .forEach(key -> key.values().forEach((name, value) -> {
                    if (value.type() == null) {
                        throw new DdbvaultException(
                                ErrorCode.INVALID_REQUEST,
                                "The backup's manifest does not say what the key of %s was, and %s. Write the keys in DynamoDB JSON, with their types, as {\"id\":{\"S\":\"u-3\"}}."
                                        .formatted(entry.tableName(), unknown));
                    }
                    types.putIfAbsent(name, value.type());
                }));
        List<KeyAttribute> attributes = new ArrayList<>();
        types.forEach((name, type) -> attributes.add(new KeyAttribute(name, type)));
        if (attributes.size() > 2) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_REQUEST,
                    "The keys name %d attributes, %s, and a table's key has one or two."
                            .formatted(attributes.size(), String.join(", ", types.keySet())));
        }
        return new Key(new KeySchema(attributes), attributes.size() == 2);
    }
}
