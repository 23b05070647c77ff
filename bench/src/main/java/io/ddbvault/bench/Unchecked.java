package io.ddbvault.bench;

import java.io.IOException;
import java.io.UncheckedIOException;

/** For a stream of steps that read or write. */
final class Unchecked {
    interface Step<T> {
        T run() throws IOException;
    }

    private Unchecked() {}

    static <T> T get(Step<T> step) {
        try {
            return step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
