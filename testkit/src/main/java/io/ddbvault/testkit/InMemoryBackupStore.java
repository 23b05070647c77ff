package io.ddbvault.testkit;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.port.BackupStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A bucket in memory, with scripted faults. Thread-safe. */
public final class InMemoryBackupStore implements BackupStore {
    /** The port's methods; a fault's subject is the key or the prefix. */
    public enum Call {
        READ,
        PEEK,
        OPEN,
        FOLDERS,
        PUT_IF_ABSENT,
        PUT_IF_UNCHANGED,
        REPLACE
    }

    private final String bucket;
    private final FaultScript<Call> faults = new FaultScript<>(Call.class);
    private final TreeMap<String, SmallObject> objects = new TreeMap<>();

    public InMemoryBackupStore() {
        this("backups");
    }

    public InMemoryBackupStore(String bucket) {
        this.bucket = bucket;
    }

    public FaultScript<Call> faults() {
        return faults;
    }

    /** Stores or replaces an object, whatever was there. */
    public void put(String key, byte[] content) {
        put(key, content, Md5.hex(content));
    }

    public void put(String key, String content) {
        put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #put(String, byte[])}, with the ETag of an upload in parts or of another tool. */
    public synchronized void put(String key, byte[] content, String etag) {
        objects.put(key, new SmallObject(content.clone(), etag));
    }

    public synchronized void delete(String key) {
        objects.remove(key);
    }

    /** Every key, sorted. */
    public synchronized List<String> keys() {
        return List.copyOf(objects.keySet());
    }

    /** An object that must be there. */
    public synchronized byte[] bytes(String key) {
        SmallObject object = objects.get(key);
        if (object == null) {
            throw new AssertionError("there is no " + uri(key) + " among " + objects.keySet());
        }
        return object.bytes().clone();
    }

    public String text(String key) {
        return new String(bytes(key), StandardCharsets.UTF_8);
    }

    @Override
    public Optional<SmallObject> read(String key, int maxBytes) {
        return faults.call(Call.READ, key, () -> {
            Optional<SmallObject> object = object(key);
            if (object.isPresent() && object.get().bytes().length > maxBytes) {
                throw new DdbvaultException(
                        ErrorCode.MANIFEST_UNREADABLE,
                        "%s is larger than the %d bytes that are read of such an object".formatted(uri(key), maxBytes));
            }
            return object;
        });
    }

    @Override
    public Optional<ObjectStart> peek(String key, int bytes) {
        return faults.call(
                Call.PEEK,
                key,
                () -> object(key).map(object -> {
                    byte[] content = object.bytes();
                    return new ObjectStart(
                            object.etag(), content.length, Arrays.copyOf(content, Math.min(bytes, content.length)));
                }));
    }

    @Override
    public InputStream open(String key, String etag) {
        return faults.call(Call.OPEN, key, () -> {
            SmallObject object = object(key)
                    .orElseThrow(() -> new DdbvaultException(ErrorCode.OBJECT_MISSING, uri(key) + " is gone"));
            if (!object.etag().equals(etag)) {
                throw new DdbvaultException(
                        ErrorCode.OBJECT_CHANGED,
                        "%s has ETag %s now, not %s".formatted(uri(key), object.etag(), etag));
            }
            return new ByteArrayInputStream(object.bytes());
        });
    }

    @Override
    public List<String> folders(String prefix) {
        return faults.call(Call.FOLDERS, prefix, () -> List.copyOf(namesUnder(prefix)));
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) {
        return faults.call(Call.PUT_IF_ABSENT, key, () -> replace(key, content, null));
    }

    @Override
    public boolean putIfUnchanged(String key, byte[] content, String etag) {
        return faults.call(Call.PUT_IF_UNCHANGED, key, () -> replace(key, content, etag));
    }

    @Override
    public void replace(String key, InputStream content) {
        faults.call(Call.REPLACE, key, () -> {
            try {
                put(key, content.readAllBytes());
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public String uri(String key) {
        return "s3://" + bucket + "/" + key;
    }

    private synchronized Optional<SmallObject> object(String key) {
        return Optional.ofNullable(objects.get(key))
                .map(object -> new SmallObject(object.bytes().clone(), object.etag()));
    }

    private synchronized Set<String> namesUnder(String prefix) {
        Set<String> names = new LinkedHashSet<>();
        for (String key : objects.tailMap(prefix).keySet()) {
            if (!key.startsWith(prefix)) {
                break;
            }
            int slash = key.indexOf('/', prefix.length());
            if (slash >= 0) {
                names.add(key.substring(prefix.length(), slash));
            }
        }
        return names;
    }

    /** @param expected the ETag to replace; null if there must be no object */
    private synchronized boolean replace(String key, byte[] content, @Nullable String expected) {
        SmallObject stored = objects.get(key);
        boolean asExpected = stored == null ? expected == null : stored.etag().equals(expected);
        if (asExpected) {
            put(key, content);
        }
        return asExpected;
    }
}
