package io.ddbvault.testkit;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.port.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** DynamoDB tables in memory, with scripted faults. Thread-safe. */
public final class InMemoryTables implements Tables {
    /** The port's methods; a fault's subject is the table's name. */
    public enum Call {
        DESCRIBE,
        TIME_TO_LIVE,
        KEY_PAGES,
        ITEM_PAGES,
        ITEMS
    }

    private static final int KEYS_PER_PAGE = 3;

    private final FaultScript<Call> faults = new FaultScript<>(Call.class);
    private final Map<String, Table> tables = new ConcurrentHashMap<>();

    public FaultScript<Call> faults() {
        return faults;
    }

    /** Creates an ACTIVE, empty table. */
    public void create(String name, KeySchema keySchema) {
        tables.put(name, new Table(keySchema, "ACTIVE"));
    }

    public void setStatus(String name, String status) {
        table(name).status = status;
    }

    /** What {@link #describe} tells from now on. */
    public void setSettings(String name, TableSettings settings) {
        table(name).settings = settings;
    }

    /** Items expire by this attribute; nothing deletes them here. */
    public void setTimeToLive(String name, String attribute) {
        table(name).timeToLive = attribute;
    }

    public void delete(String name) {
        tables.remove(name);
    }

    /** Stores an item, given in DynamoDB JSON, as an application would. */
    public void put(String name, String item) {
        Table table = table(name);
        byte[] json = item.getBytes(StandardCharsets.UTF_8);
        Map<String, @Nullable Object> key = ItemKey.of(parse(json), table.keySchema);
        if (key == null) {
            throw new AssertionError("not an item of " + name + ": " + item);
        }
        table.put(ItemKey.identity(key, table.keySchema), json);
    }

    /** Every item's bytes as they were put, by key. */
    public List<byte[]> items(String name) {
        return table(name).items();
    }

    /** As {@link #items}, as text. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        items(name).forEach(item -> texts.add(new String(item, StandardCharsets.UTF_8)));
        return texts;
    }

    @Override
    public Optional<TableDescription> describe(String name) {
        return faults.call(
                Call.DESCRIBE, name, () -> Optional.ofNullable(tables.get(name)).map(table -> table.describe(name)));
    }

    @Override
    public Optional<String> timeToLive(String name) {
        return faults.call(Call.TIME_TO_LIVE, name, () -> Optional.ofNullable(table(name).timeToLive));
    }

    /** Pages of three keys, each followed by an empty one. A segment is the items whose keys hash so. */
    @Override
    public Iterator<KeyPage> keyPages(TableDescription description, Segment segment) {
        return faults.call(Call.KEY_PAGES, description.name(), () -> keyPages(table(description.name()), segment));
    }

    private static Iterator<KeyPage> keyPages(Table table, Segment segment) {
        List<byte[]> items = table.items(segment);
        List<KeyPage> pages = new ArrayList<>();
        for (int from = 0; from < items.size(); from += KEYS_PER_PAGE) {
            List<byte[]> keys = new ArrayList<>();
            long bytes = 0;
            for (byte[] item : items.subList(from, Math.min(items.size(), from + KEYS_PER_PAGE))) {
                bytes += item.length;
                keys.add(Json.compact(ItemKey.of(parse(item), table.keySchema)).getBytes(StandardCharsets.UTF_8));
            }
            pages.add(new KeyPage(keys, bytes));
            pages.add(new KeyPage(List.of(), 0));
        }
        return pages.iterator();
    }

    /** Pages of three items, each followed by an empty one, in the segments of {@link #keyPages}. */
    @Override
    public Iterator<ItemPage> itemPages(TableDescription description, Segment segment) {
        return faults.call(Call.ITEM_PAGES, description.name(), () -> itemPages(table(description.name()), segment));
    }

    private static Iterator<ItemPage> itemPages(Table table, Segment segment) {
        List<byte[]> items = table.items(segment);
        List<ItemPage> pages = new ArrayList<>();
        for (int from = 0; from < items.size(); from += KEYS_PER_PAGE) {
            List<byte[]> page = items.subList(from, Math.min(items.size(), from + KEYS_PER_PAGE));
            pages.add(new ItemPage(page, units(page)));
            pages.add(new ItemPage(List.of(), 0));
        }
        return pages.iterator();
    }

    /** Answers all but the last of several keys: those are left unprocessed. */
    @Override
    public FoundItems items(TableDescription description, List<byte[]> keys) {
        return faults.call(Call.ITEMS, description.name(), () -> items(table(description.name()), keys));
    }

    private static FoundItems items(Table table, List<byte[]> keys) {
        int answered = Math.max(1, keys.size() - 1);
        List<byte[]> found = new ArrayList<>();
        for (byte[] key : keys.subList(0, answered)) {
            byte[] item = table.item(ItemKey.identity(parse(key), table.keySchema));
            if (item != null) {
                found.add(item);
            }
        }
        return new FoundItems(found, keys.subList(answered, keys.size()), units(found));
    }

    private static double units(List<byte[]> items) {
        return items.stream().mapToInt(item -> (item.length + 4095) / 4096).sum();
    }

    static String arn(String name) {
        return "arn:aws:dynamodb:eu-west-1:111122223333:table/" + name;
    }

    static Map<String, @Nullable Object> parse(byte[] json) {
        // Copied, because javac 17 does not read a class file's @Nullable on type arguments.
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        try {
            fields.putAll(Json.parseObject(json));
            return fields;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all tables, sorted. */
    public List<String> names() {
        return tables.keySet().stream().sorted().toList();
    }

    String statusOf(String name) {
        return table(name).status;
    }

    boolean has(String name) {
        return tables.containsKey(name);
    }

    Table table(String name) {
        Table table = tables.get(name);
        if (table == null) {
            throw new DdbvaultException(
                    ErrorCode.TABLE_NOT_FOUND, "Table %s: Requested resource not found".formatted(name));
        }
        return table;
    }

    /** One table. All its methods lock it, so a batch that locks it too is never seen half. */
    static final class Table {
        final KeySchema keySchema;
        private volatile String status;
        private volatile TableSettings settings = TableSettings.PLAIN;
        private volatile @Nullable String timeToLive;
        private final TreeMap<String, byte[]> items = new TreeMap<>();

        Table(KeySchema keySchema, String status) {
            this.keySchema = keySchema;
            this.status = status;
        }

        /** @return the length of the item that it replaces; 0 if there was none */
        synchronized int put(String identity, byte[] item) {
            return length(items.put(identity, item.clone()));
        }

        /** @return false if there is one already */
        synchronized boolean putIfAbsent(String identity, byte[] item) {
            return items.putIfAbsent(identity, item.clone()) == null;
        }

        /** @return the length of the item removed; 0 if there was none */
        synchronized int remove(String identity) {
            return length(items.remove(identity));
        }

        private static int length(byte @Nullable [] item) {
            return item == null ? 0 : item.length;
        }

        synchronized byte @Nullable [] item(String identity) {
            return items.get(identity);
        }

        synchronized List<byte[]> items() {
            return new ArrayList<>(items.values());
        }

        synchronized List<byte[]> items(Segment segment) {
            List<byte[]> some = new ArrayList<>();
            items.forEach((identity, item) -> {
                if (Math.floorMod(identity.hashCode(), segment.total()) == segment.index()) {
                    some.add(item);
                }
            });
            return some;
        }

        synchronized TableDescription describe(String name) {
            long bytes = items.values().stream().mapToLong(item -> item.length).sum();
            return new TableDescription(name, arn(name), null, status, keySchema, items.size(), bytes, settings);
        }
    }
}
