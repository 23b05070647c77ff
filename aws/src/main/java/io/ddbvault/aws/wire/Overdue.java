package io.ddbvault.aws.wire;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Closes sockets on which something takes too long; whoever reads or writes there then fails. One thread for all of them:
 * a socket's own timeout knows nothing of writes and of answers that drip, and costs each read two system calls more.
 * Thread-safe.
 */
final class Overdue implements AutoCloseable {
    private final LongSupplier nanos;
    private final long lookMillis;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private @Nullable Thread looking;
    private boolean closed;

    Overdue(LongSupplier nanos, Duration look) {
        this.nanos = nanos;
        this.lookMillis = Math.max(1, look.toMillis());
    }

    /** Closes the socket if it has a time and that is over. Used by one thread at a time. */
    final class Watch {
        private static final long NEVER = Long.MAX_VALUE;

        private final Socket socket;
        private volatile long due = NEVER;
        private volatile boolean closedIt;
        private long end;

        private Watch(Socket socket) {
            this.socket = socket;
        }

        /** From now on, the whole may take so long. */
        void begin(Duration whole) {
            end = nanos.getAsLong() + whole.toNanos();
            due = notNever(end);
        }

        /** What follows may take so long, and no longer than the whole. */
        void next(Duration part) {
            long next = nanos.getAsLong() + part.toNanos();
            due = notNever(next - end < 0 ? next : end);
        }

        void rest() {
            due = NEVER;
        }

        /** The failure as it is known here: who was closed while reading only knows that the socket is closed. */
        IOException explain(IOException failure) {
            if (!closedIt) {
                return failure;
            }
            SocketTimeoutException timeout = new SocketTimeoutException("closed, because it took too long");
            timeout.initCause(failure);
            return timeout;
        }

        /** Whether this is what ended the connection. */
        boolean closedIt() {
            return closedIt;
        }

        void forget() {
            watches.remove(this);
        }

        private void look(long now) {
            long at = due;
            if (at != NEVER && now - at >= 0) {
                closedIt = true;
                closeQuietly(socket);
            }
        }

        private static long notNever(long time) {
            return time == NEVER ? NEVER - 1 : time;
        }
    }

    Watch watch(Socket socket) {
        Watch watch = new Watch(socket);
        // Before the question whether this is closed: a close meanwhile finds it.
        watches.add(watch);
        synchronized (this) {
            if (closed) {
                closeQuietly(socket);
            } else if (looking == null) {
                looking = new Thread(this::lookAgainAndAgain, "ddbvault-wire-timeouts");
                looking.setDaemon(true);
                looking.start();
            }
        }
        return watch;
    }

    private void lookAgainAndAgain() {
        try {
            while (true) {
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    wait(lookMillis);
                }
                long now = nanos.getAsLong();
                watches.forEach(watch -> watch.look(now));
            }
        } catch (InterruptedException e) {
            // Nobody does that; without this thread, no limit would hold any more.
            close();
        }
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Then it was on its way out already.
        }
    }

    /** Closes all the sockets, too. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        watches.forEach(watch -> closeQuietly(watch.socket));
        watches.clear();
    }
}
