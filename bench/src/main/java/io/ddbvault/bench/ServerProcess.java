package io.ddbvault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, from the moment it says where it listens until it is closed. */
final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final URI endpoint;

    private ServerProcess(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** @param ready the line that tells it is ready, with the endpoint as its first group */
    static ServerProcess start(List<String> command, Pattern ready) throws IOException {
        Process process = ChildProcess.start(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD), Map.of());
        try {
            return new ServerProcess(process, URI.create(firstMatch(process, ready)));
        } catch (IOException e) {
            process.destroy();
            throw e;
        }
    }

    private static String firstMatch(Process process, Pattern ready) throws IOException {
        CompletableFuture<String> found = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            Matcher matcher = ready.matcher(line);
                            if (matcher.matches()) {
                                found.complete(matcher.group(1));
                            }
                        }
                    } catch (IOException e) {
                        found.completeExceptionally(e);
                    }
                    found.completeExceptionally(new IOException("it ended"));
                },
                "server-output");
        reader.setDaemon(true);
        reader.start();
        try {
            return found.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("a server did not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() throws InterruptedException {
        ChildProcess.stop(process);
    }
}
