package io.ddbvault.cli;

import io.ddbvault.core.key.DecodeKey;
import io.ddbvault.core.key.ReadKeyLines;
import io.ddbvault.core.key.RequestedKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The keys that a command line names, itself and in a file. */
final class ReadKeys {
    static final String KEYS_FILE = "--keys-file";
    static final String STANDARD_INPUT = "-";

    private ReadKeys() {}

    /**
     * @param keys as they were typed
     * @param file null if there is none; {@code -} for standard input
     * @param command for errors
     * @throws ParameterException if one is no key, or the file cannot be read
     */
    static List<RequestedKey> read(List<String> keys, @Nullable String file, CommandSpec command) {
        List<RequestedKey> all = new ArrayList<>();
        try {
            for (int i = 0; i < keys.size(); i++) {
                all.add(DecodeKey.fromText(keys.get(i), "key %d".formatted(i + 1)));
            }
            if (file != null) {
                all.addAll(ofFile(file));
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()));
        }
        return all;
    }

    private static List<RequestedKey> ofFile(String file) {
        boolean standardInput = file.equals(STANDARD_INPUT);
        String name = standardInput ? "standard input" : file;
        List<RequestedKey> keys;
        // What is no UTF-8 is refused: replaced by something else, it would be another key.
        try (BufferedReader lines = new BufferedReader(open(file, standardInput))) {
            keys = ReadKeyLines.read(lines, name);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("%s: %s is not UTF-8".formatted(KEYS_FILE, name), e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("%s: there is no file %s".formatted(KEYS_FILE, name), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("%s: %s cannot be read".formatted(KEYS_FILE, name), e);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("%s: %s holds no key".formatted(KEYS_FILE, name));
        }
        return keys;
    }

    private static Reader open(String file, boolean standardInput) throws IOException {
        return standardInput
                ? new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder())
                : Files.newBufferedReader(Path.of(file));
    }
}
