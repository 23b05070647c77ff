package io.ddbvault.local;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Keeps records as JSON, each in a file of its own, so that a change costs one small file. */
final class JsonFolder<T> {
    private static final String SUFFIX = ".json";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path folder;
    private final Class<T> type;

    JsonFolder(Path folder, Class<T> type) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.type = type;
    }

    List<T> load() throws IOException {
        List<T> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (file.toString().endsWith(SUFFIX)) {
                    all.add(JSON.readValue(Files.readAllBytes(file), type));
                }
            }
        }
        return all;
    }

    /** Replaces the record of that name as a whole: a reader, or a restart, sees the old one or the new one. */
    void put(String name, T value) {
        try {
            Path incomplete = Files.write(folder.resolve(name + ".incomplete"), JSON.writeValueAsBytes(value));
            Files.move(
                    incomplete,
                    folder.resolve(name + SUFFIX),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name + SUFFIX));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
