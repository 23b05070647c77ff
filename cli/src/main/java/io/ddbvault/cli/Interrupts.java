package io.ddbvault.cli;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets a run end at a safe point when the process is told to end (Ctrl-C, SIGTERM). The JVM runs {@link #interrupt} as
 * its shutdown hook and does not exit before it returns; the exit code stays the signal's own, 130 or 143.
 */
final class Interrupts {
    private final PrintStream err;
    private final AtomicReference<@Nullable Runnable> stop = new AtomicReference<>();
    private volatile @Nullable String lastWords;
    private final CountDownLatch ended = new CountDownLatch(1);

    Interrupts(PrintStream err) {
        this.err = err;
    }

    /** From now on the process ends only after {@link #ended}; {@code request} asks for that. */
    void onInterrupt(Runnable request) {
        lastWords = null;
        stop.set(request);
    }

    /**
     * From now on the process ends at once again.
     *
     * @param words what it says then, so that nobody has to wonder what it did
     * @return false if it has been told to end already, and waits for the command
     */
    boolean letGo(String words) {
        lastWords = words;
        return stop.getAndSet(null) != null;
    }

    /** The command is over and everything is printed. */
    void ended() {
        ended.countDown();
    }

    /** Asks the command to end and waits until it has; returns at once if there is nothing to wait for. */
    void interrupt() {
        Runnable request = stop.getAndSet(null);
        if (ended.getCount() == 0) {
            return;
        }
        if (request == null) {
            String words = lastWords;
            if (words != null) {
                // The cursor stands behind a question.
                err.println();
                err.println(words);
            }
            return;
        }
        err.println("stopping");
        request.run();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
