package io.ddbvault.cli;

import io.ddbvault.core.model.Stop;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a backup or restore runs and tells what it came to. */
final class RunOptions {
    static final String JSON = "--json";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Values.Time.class,
            description = "Stop at a safe point after this time, e.g. 90s, 15m or 2h; no limit if not given.")
    @Nullable
    Duration timeout;

    @Option(
            names = JSON,
            description = "Print the answer as one line of JSON and nothing else on standard output; no progress,"
                    + " only a restore's id on standard error.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress. The answer and errors are printed as ever.")
    boolean quiet;

    Stop stop() {
        InstantSource clock = InstantSource.system();
        return timeout == null
                ? Stop.onRequest(clock)
                : new Stop(clock, clock.instant().plus(timeout));
    }

    ShowProgress progress(Terminal terminal) {
        if (quiet) {
            return ShowProgress.none();
        }
        return json ? ShowProgress.idOnly(terminal) : ShowProgress.on(terminal, "");
    }
}
